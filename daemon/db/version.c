/* SPDX-License-Identifier: MIT */
/* The sentences about a schema of another version. */
#include "db/version.h"

bool version_fits(long found, int wanted, struct fault *fault)
{
	if (found == wanted)
		return true;
	if (found == 0)
		fault_set(fault, 0, "the database has no copild schema: run 'copild migrate'");
	else
		fault_set(fault, 0,
			"the database's schema is version %ld, this copild needs %d: %s", found,
			wanted,
			found < wanted ? "run 'copild migrate'"
				       : "install the copild that goes with it");
	return false;
}
