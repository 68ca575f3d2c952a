/* SPDX-License-Identifier: MIT */
/* Filling in a reason for failure. */
#include "base/fault.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void fault_set(struct fault *fault, int code, const char *format, ...)
{
	va_list arguments;

	if (!fault)
		return;
	fault->code = code;
	va_start(arguments, format);
	vsnprintf(fault->text, sizeof(fault->text), format, arguments);
	va_end(arguments);
}

void fault_set_line(struct fault *fault, int code, const char *text)
{
	fault_set(fault, code, "%.*s", (int)strcspn(text, "\n"), text);
}
