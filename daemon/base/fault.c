/* SPDX-License-Identifier: MIT */
/* Filling in a reason for failure. */
#include "base/fault.h"

#include <stdarg.h>
#include <stdio.h>

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
