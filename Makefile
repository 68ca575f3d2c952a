# SPDX-License-Identifier: MIT
# Builds, installs and checks copild. `make help` lists what can be asked for; V=1 shows commands;
# BUILD=asan (sanitizers) or BUILD=debug (for valgrind) build the same things into a folder of their own.

prefix      = /usr/local
bindir      = $(prefix)/bin
sbindir     = $(prefix)/sbin
datadir     = $(prefix)/share
mandir      = $(datadir)/man
localedir   = $(datadir)/locale
sysconfdir  = $(if $(filter /usr,$(prefix)),/etc,$(prefix)/etc)
unitdir     = $(prefix)/lib/systemd/system
sysusersdir = $(prefix)/lib/sysusers.d
tmpfilesdir = $(prefix)/lib/tmpfiles.d
completions = $(datadir)/bash-completion/completions
DESTDIR     =

VERSION := 0.1.0
SCHEMA  := $(shell ls sql/migrations/ 2>/dev/null | sed -n 's/^0*\([0-9]\{1,\}\)_.*\.sql$$/\1/p' | sort -n | tail -n 1)
SCHEMA  := $(or $(SCHEMA),1)
BUILD   := release
O       := $(if $(filter release,$(BUILD)),build,build/$(BUILD))
JOBS    := $(shell nproc)
PYTHON  := /usr/bin/python3
export PYTHON BUILD O VERSION

Q    := $(if $(V),,@)
say   = $(if $(V),,@printf '  %-6s %s\n' $(1) $(2))

# ---- flags -------------------------------------------------------------------------------------

LIBRARIES := libevent libevent_pthreads libpq jansson inih libsystemd smartcols
PACKAGES  := $(shell pkg-config --cflags $(LIBRARIES) 2>/dev/null)
CC        := gcc
WARN      := -Wall -Wextra -Wformat=2 -Wconversion -Wimplicit-fallthrough -Wshadow -Wstrict-prototypes \
	-Wmissing-prototypes -Wundef -Wvla -Werror=format-security -Werror=implicit \
	-Werror=incompatible-pointer-types -Werror=int-conversion -Wtrampolines -Wbidi-chars=any,ucn
# Warnings are errors with the compiler this was measured with; another one may know more of them.
WERROR    := $(if $(filter 12,$(shell $(CC) -dumpversion 2>/dev/null)),-Werror)
HARDEN    := -fstack-clash-protection -fstack-protector-strong -fPIE -fexceptions \
	-fno-delete-null-pointer-checks -fno-strict-overflow -fno-strict-aliasing \
	$(if $(filter x86_64,$(shell uname -m)),-fcf-protection=full)
FLAGS_release := -O2 -g -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -ftrivial-auto-var-init=zero \
	-fzero-call-used-regs=used-gpr
FLAGS_asan    := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
FLAGS_debug   := -O1 -g -fno-omit-frame-pointer
DEFINES   := -D_GNU_SOURCE -DCOPILD_VERSION='"$(VERSION)"' -DCOPILD_SCHEMA_VERSION=$(SCHEMA) \
	-DCOPILD_SQL_DIR='"$(datadir)/copild/sql"' -DCOPILD_CONFIG='"$(sysconfdir)/copild/copild.conf"' \
	-DCOPILD_LOCALE_DIR='"$(localedir)"'
CFLAGS    :=
COMPILE    = $(CC) -std=gnu11 $(WARN) $(WERROR) $(HARDEN) $(FLAGS_$(BUILD)) -pthread \
	-Idaemon -Iclient $(DEFINES) $(PACKAGES) $(CFLAGS)
LDFLAGS   := -pie -pthread -Wl,-z,relro,-z,now,-z,noexecstack,-z,nodlopen -Wl,--as-needed
LINK       = $(CC) $(FLAGS_$(BUILD)) $(LDFLAGS)
LIBS      := $(shell pkg-config --libs $(LIBRARIES) 2>/dev/null)

# ---- what there is -----------------------------------------------------------------------------

DAEMON := $(wildcard daemon/*.c daemon/*/*.c)
CLIENT := $(wildcard client/*.c)
UNIT   := $(wildcard tests/unit/test_*.c tests/unit/*/test_*.c)
object  = $(patsubst %.c,$(O)/%.o,$(1))
PROGRAMS := $(if $(wildcard daemon/main.c),$(O)/copild) $(if $(wildcard client/main.c),$(O)/copilctl)
CATALOGS := $(patsubst po/%.po,$(O)/locale/%/LC_MESSAGES/copilctl.mo,$(wildcard po/*.po))
TESTS    := $(patsubst tests/unit/%.c,$(O)/tests/%,$(UNIT))

.PHONY: all tests help deps install uninstall check check-all check-unit check-sql check-e2e \
	check-client check-lint check-asan check-valgrind lint analyze format docs demo soak clean FORCE
.DELETE_ON_ERROR:
.SECONDARY:
MAKEFLAGS += --no-builtin-rules

all: $(PROGRAMS) $(patsubst standalone/%,$(O)/%,$(wildcard standalone/*)) $(CATALOGS) ## build everything into build/

tests: all $(TESTS)

# Everything depends on the flags it was built with, so that a new prefix or version is never half in.
$(O)/flags: FORCE
	@pkg-config --exists $(LIBRARIES) || \
		{ echo "libraries or pkg-config are missing; 'make deps' installs them" >&2; exit 1; }
	@mkdir -p $(@D); printf '%s\n' '$(subst ','\'',$(COMPILE) $(LDFLAGS))' | cmp -s - $@ || \
		printf '%s\n' '$(subst ','\'',$(COMPILE) $(LDFLAGS))' > $@

$(O)/%.o: %.c $(O)/flags
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(COMPILE) -MMD -MP -c -o $@ $<

$(O)/libcopild.a: $(call object,$(filter-out daemon/main.c,$(DAEMON)))
	$(call say,AR,$@)
	$(Q)rm -f $@; ar rcs $@ $^

$(O)/libclient.a: $(call object,$(filter-out client/main.c,$(CLIENT)))
	$(call say,AR,$@)
	$(Q)rm -f $@; ar rcs $@ $^

$(O)/copild: $(O)/daemon/main.o $(O)/libcopild.a
	$(call say,LINK,$@)
	$(Q)$(LINK) -o $@ $^ $(LIBS)

$(O)/copilctl: $(O)/client/main.o $(O)/libclient.a $(O)/libcopild.a
	$(call say,LINK,$@)
	$(Q)$(LINK) -o $@ $^ $(LIBS)

$(O)/tests/%: $(O)/tests/unit/%.o $(O)/libclient.a $(O)/libcopild.a
	$(call say,LINK,$@)
	@mkdir -p $(@D)
	$(Q)$(LINK) -o $@ $^ $(LIBS) -lcmocka

$(O)/copild-standalone: $(O)/%: standalone/%
	@mkdir -p $(@D)
	$(Q)install -m 755 $< $@

$(O)/locale/%/LC_MESSAGES/copilctl.mo: po/%.po
	$(call say,MSGFMT,$<)
	@mkdir -p $(@D)
	$(Q)msgfmt --check -o $@ $<

clean: ## remove build/
	rm -rf build

-include $(patsubst %.o,%.d,$(call object,$(DAEMON) $(CLIENT) $(UNIT)))
