# SPDX-License-Identifier: MIT
# Completion of copilctl for bash. copilctl itself says what may come next, so nothing is listed here.

_copilctl() {
	local cur words cword
	if declare -F _get_comp_words_by_ref >/dev/null; then
		_get_comp_words_by_ref -n "=:@" cur words cword
	else
		cur=${COMP_WORDS[COMP_CWORD]}
		words=("${COMP_WORDS[@]}")
		cword=$COMP_CWORD
	fi
	local IFS=$'\n'
	local candidates
	candidates=$("${words[0]}" help --complete -- "${words[@]:1:cword}" 2>/dev/null)
	# Keys and references are written in capitals; typing them small is fine.
	if [[ $cur == [a-z]*-[0-9dlmin]* || -z $(compgen -W "$candidates" -- "$cur") ]]; then
		cur=${cur^^}
	fi
	mapfile -t COMPREPLY < <(compgen -W "$candidates" -- "$cur")
	if declare -F __ltrim_colon_completions >/dev/null; then
		__ltrim_colon_completions "$cur"
	fi
}

complete -F _copilctl copilctl
