/* SPDX-License-Identifier: MIT */
/* Numbers, euros and bars as people write and read them. */
#ifndef CLIENT_FIGURE_H
#define CLIENT_FIGURE_H

#include <stdbool.h>

/* The number with separated thousands and at most two decimals. Released with free(). */
char *figure_number(double number);

/* "€1.2M", in French "1,2 M€"; never rounded by more than a cent. Released with free(). */
char *figure_euros(double euros);

/* The number with its unit, euros as euros: "162 companies", "€100M". Released with free(). */
char *figure_amount(double number, const char *unit);

/* A bar of that many columns for 0–100 percent. Released with free(). */
char *figure_bar(double percent, unsigned width);

/* "1200", "12,5", "6 500": false for anything else. */
bool figure_parse_number(const char *text, double *number);

/* As above, with an optional euro sign and k, M or Md: "1,2 M€", "350 k€". */
bool figure_parse_euros(const char *text, double *euros);

#endif
