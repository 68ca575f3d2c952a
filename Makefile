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

LIBRARIES := libevent libevent_pthreads libpq jansson inih libsystemd smartcols libcurl libcrypto gmime-3.0 libical
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
FLAGS_release := -O2 -g -ffile-prefix-map=$(CURDIR)=. -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 \
	-ftrivial-auto-var-init=zero -fzero-call-used-regs=used-gpr
FLAGS_asan    := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
FLAGS_debug   := -O1 -g -fno-omit-frame-pointer
DEFINES   := -D_GNU_SOURCE -DCOPILD_VERSION='"$(VERSION)"' -DCOPILD_SCHEMA_VERSION=$(SCHEMA)
PLACES    := -DCOPILD_SQL_DIR='"$(datadir)/copild/sql"' -DCOPILD_CONFIG='"$(sysconfdir)/copild/copild.conf"' \
	-DCOPILD_LOCALE_DIR='"$(localedir)"' -DCOPILD_TEMPLATE_DIR='"$(sysconfdir)/copild/templates"'
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
HELPERS := $(filter-out $(UNIT),$(wildcard tests/unit/*.c tests/unit/*/*.c))
object  = $(patsubst %.c,$(O)/%.o,$(1))
PROGRAMS := $(if $(wildcard daemon/main.c),$(O)/copild) $(if $(wildcard client/main.c),$(O)/copilctl)
CATALOGS := $(patsubst po/%.po,$(O)/locale/%/LC_MESSAGES/copilctl.mo,$(wildcard po/*.po))
TESTS    := $(patsubst tests/unit/%.c,$(O)/tests/%,$(UNIT))

.PHONY: all tests help deps install uninstall check check-all check-unit check-sql check-e2e \
	check-client check-texts check-docs check-lint check-asan check-valgrind faults-covered bench lint analyze \
	format docs pictures demo soak clean FORCE
.DELETE_ON_ERROR:
.SECONDARY:
.DEFAULT_GOAL := all
MAKEFLAGS += --no-builtin-rules

all: $(PROGRAMS) $(patsubst standalone/%,$(O)/%,$(wildcard standalone/*)) $(CATALOGS) ## build everything into build/

tests: all $(TESTS)

# Everything depends on the flags it was built with, so that a new version is never half in; what names
# folders depends on those too, so that `make install prefix=/usr` compiles little. A file that root left
# here is replaced rather than written to.
$(O)/flags: said = $(COMPILE) $(LDFLAGS)
$(O)/places: said = $(PLACES)
$(O)/flags $(O)/places: FORCE
	@pkg-config --exists $(LIBRARIES) 2>/dev/null || \
		{ echo "libraries or pkg-config are missing; 'make deps' installs them" >&2; exit 1; }
	@mkdir -p $(@D); printf '%s\n' '$(subst ','\'',$(said))' | cmp -s - $@ || \
		{ rm -f $@; printf '%s\n' '$(subst ','\'',$(said))' > $@; }

PLACED := daemon/main daemon/base/options client/language client/letter
PLACED := $(PLACED:%=$(O)/%.o) $(PLACED:%=$(O)/analyze/%.ok)
$(PLACED): $(O)/places
$(PLACED): private DEFINES += $(PLACES)

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

$(O)/libhelpers.a: $(call object,$(HELPERS))
	$(call say,AR,$@)
	$(Q)rm -f $@; ar rcs $@ $^

$(O)/copild: $(O)/daemon/main.o $(O)/libcopild.a
	$(call say,LINK,$@)
	$(Q)$(LINK) -o $@ $^ $(LIBS)

$(O)/copilctl: $(O)/client/main.o $(O)/libclient.a $(O)/libcopild.a
	$(call say,LINK,$@)
	$(Q)$(LINK) -o $@ $^ $(LIBS)

$(O)/tests/%: $(O)/tests/unit/%.o $(O)/libhelpers.a $(O)/libcopild.a
	$(call say,LINK,$@)
	@mkdir -p $(@D)
	$(Q)$(LINK) -o $@ $(filter %.o,$^) $(O)/libhelpers.a $(filter %/libclient.a,$^) $(O)/libcopild.a $(LIBS) -lcmocka

$(filter $(O)/tests/client/%,$(TESTS)): $(O)/libclient.a

$(O)/tests/texts/render: $(O)/tests/texts/render.o $(O)/libcopild.a
	$(call say,LINK,$@)
	@mkdir -p $(@D)
	$(Q)$(LINK) -o $@ $^ $(LIBS)

$(O)/copild-standalone: $(O)/%: standalone/%
	@mkdir -p $(@D)
	$(Q)install -m 755 $< $@

$(O)/locale/%/LC_MESSAGES/copilctl.mo: po/%.po
	$(call say,MSGFMT,$<)
	@mkdir -p $(@D)
	$(Q)msgfmt --check -o $@ $<

# ---- installing --------------------------------------------------------------------------------

deps: ## install what is missing to build, run and check (apt-get, with sudo unless root)
	@tools/deps

install: all ## install below DESTDIR and prefix (/usr/local)
	@tools/install $(INSTALL_TO)

uninstall: ## remove what install put there; configuration that was changed and data stay
	@tools/install --remove $(INSTALL_TO)

INSTALL_TO = DESTDIR=$(DESTDIR) bindir=$(bindir) sbindir=$(sbindir) datadir=$(datadir) \
	mandir=$(mandir) localedir=$(localedir) sysconfdir=$(sysconfdir) unitdir=$(unitdir) \
	sysusersdir=$(sysusersdir) tmpfilesdir=$(tmpfilesdir) completions=$(completions)

# ---- checking ----------------------------------------------------------------------------------

check: ## install what is missing, build, and run every test
	@tools/deps
	@$(MAKE) --no-print-directory -j$(JOBS) tests
	@$(MAKE) --no-print-directory -j$(JOBS) BUILD=asan tests
	@tools/check

check-unit: tests ## the pure layers (cmocka)
	@tools/unit-tests

check-sql: all ## the API functions in PostgreSQL (pgTAP)
	@tools/sql-tests $(TESTS_WANTED)

check-e2e: all tests/clients/node_modules/.done ## the real daemon on a real PostgreSQL (pytest)
	@$(PYTEST) tests/e2e

check-client: all ## copilctl against recorded outputs
	@$(PYTEST) tests/client

tests/clients/node_modules/.done: tests/clients/package-lock.json
	$(call say,NPM,$(<D))
	$(Q)cd $(<D) && npm ci --loglevel=error --no-progress --no-audit --no-fund --ignore-scripts && touch node_modules/.done

check-texts: all $(O)/tests/texts/render tests/clients/node_modules/.done ## templates of mail: the renderer, and what they say
	@$(PYTEST) tests/texts

check-docs: all ## the documents say what the programs say, and README's commands run
	@$(PYTEST) tests/docs

check-lint: ## each lint rule finds its planted violation
	@$(PYTEST) tests/lint

faults-covered: ## the rows of docs/faults.md with their tests
	@tools/faults.py

check-asan: ## unit tests and an end-to-end subset under AddressSanitizer and UBSan
	@$(MAKE) --no-print-directory BUILD=asan tests
	@BUILD=asan O=build/asan tools/unit-tests
	@COPILD_BUILD=build/asan $(PYTEST) tests/e2e -m asan

check-valgrind: ## unit tests and an end-to-end subset under valgrind
	@$(MAKE) --no-print-directory BUILD=debug tests
	@BUILD=debug O=build/debug UNDER="$(VALGRIND)" tools/unit-tests
	@COPILD_BUILD=build/debug COPILD_UNDER="$(VALGRIND)" $(PYTEST) tests/e2e -m valgrind

soak: all tests/clients/node_modules/.done ## the long runs, and every whole count; the last of them under valgrind
	@SOAK=1 $(PYTEST) tests/e2e -m "soak or whole"
	@SOAK=1 $(MAKE) --no-print-directory check-texts
	@$(MAKE) --no-print-directory BUILD=debug all
	@SOAK=1 COPILD_BUILD=build/debug COPILD_UNDER="$(VALGRIND)" $(PYTEST) \
		$(patsubst %,tests/e2e/test_%.py,leaks calls restart outbox letters mail webhooks)

PYTEST   := $(PYTHON) -m pytest -q -rs -p no:cacheprovider
VALGRIND := valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite,indirect

$(O)/bench/load: $(O)/bench/load.o
	$(call say,LINK,$@)
	$(Q)$(LINK) -o $@ $^

bench: all $(O)/bench/load ## measure calls beside pgbench running the same statements (BENCH="--seconds 2 …")
	@$(PYTHON) bench/run $(BENCH)

lint: ## layers, headers alone, surface, clocks, sizes, SQL and shell rules: seconds
	@$(PYTHON) tools/lint.py

format: ## write the C files as .clang-format asks
	clang-format -i $(wildcard daemon/*.[ch] daemon/*/*.[ch] client/*.[ch] tests/*/*.[ch] bench/*.[ch])

# Where the loops of lists and of JSON are defined, which cppcheck must know.
MACROS := $(firstword $(wildcard /usr/include/sys/queue.h /usr/include/*/sys/queue.h)) $(wildcard /usr/include/jansson.h)

# One file at a time and again only when it changed, so that a second run is short.
analyze: $(patsubst %.c,$(O)/analyze/%.ok,$(DAEMON) $(CLIENT)) $(O)/analyze/cppcheck.ok ## gcc -fanalyzer, clang-tidy, cppcheck

$(O)/analyze/%.ok: %.c .clang-tidy $(O)/flags
	$(call say,CHECK,$<)
	@mkdir -p $(@D)
	$(Q)$(COMPILE) -fanalyzer -MMD -MP -MF $(@:.ok=.d) -MT $@ -c -o $(@:.ok=.o) $<
	$(Q)clang-tidy --quiet $< -- -std=gnu11 -Idaemon -Iclient $(DEFINES) $(PACKAGES) > $(@:.ok=.log) 2>&1 || \
		{ grep -v 'warnings generated' $(@:.ok=.log); false; }
	@touch $@

$(O)/analyze/cppcheck.ok: $(DAEMON) $(CLIENT) $(wildcard daemon/*/*.h client/*.h)
	$(call say,CHECK,cppcheck)
	@mkdir -p $(@D)
	$(Q)cppcheck -q -j$(JOBS) --std=c11 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 \
		--suppress=missingIncludeSystem $(addprefix --include=,$(MACROS)) -Idaemon -Iclient $(DAEMON) $(CLIENT)
	@touch $@

# ---- documents and the demonstration -----------------------------------------------------------

docs: all ## write docs/methods.md, docs/rights.md and the map of docs/ARCHITECTURE.md from the sources
	@DOCS_UPDATE=1 $(PYTEST) tests/docs/test_methods.py tests/docs/test_rights.py tests/docs/test_architecture.py

pictures: ## draw the mail that docs/messages.md shows (needs weasyprint and poppler-utils)
	@tools/pictures

DEMO_DIR = /var/tmp/copild-demo-$(shell id -un)
demo: ## build, start on the plan of Languedoc-Roussillon, show its status, serve (DEMO_ONCE=1 stops then)
	@tools/deps build run
	@$(MAKE) --no-print-directory -j$(JOBS) all
	@tools/demo $(DEMO_DIR) $(if $(filter-out 0,$(DEMO_ONCE)),--once)

help: ## what can be asked for
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 24

clean: ## remove build/
	rm -rf build

-include $(patsubst %.o,%.d,$(call object,$(DAEMON) $(CLIENT) $(UNIT) $(HELPERS)))
-include $(patsubst %.c,$(O)/analyze/%.d,$(DAEMON) $(CLIENT))
