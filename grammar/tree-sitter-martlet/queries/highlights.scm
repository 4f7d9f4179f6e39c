; Colours for editors.

(comment) @comment
(number) @number
(string) @string
(escape) @string.escape
(interpolation ["{" "}"] @punctuation.special)
(dtype) @type.builtin
(named_type (name) @type)
["true" "false" "None"] @constant.builtin
"self" @variable.builtin

[
  "import" "let" "var" "fn" "proc" "struct" "enum" "protocol" "if" "else" "match" "for" "while"
  "in" "return" "break" "continue" "map" "grad" "value_and_grad" "jvp" "vjp" "recompute" "with"
  "where" "as" "and" "or" "not" "model" "gradient" "test" "export" "setting" "type" "param" "state"
  "frozen" "limit" "along"
] @keyword

(method name: (name) @function)
(function name: (name) @function)
(model name: (name) @type.definition)
(structure name: (name) @type.definition)
(enumeration name: (name) @type.definition)
(requirements name: (name) @type.definition)
(parameter name: (name) @variable.parameter)
(argument label: (name) @variable.parameter)
(tensor_field name: (name) @property)
(field name: (name) @property)

["=" "+=" "-=" "*=" "/=" "|>" "==" "!=" "<" "<=" ">" ">=" "??" "..<" "+" "-" "*" "/" "//" "%" "@"
 "**" "->" "=>" "?"] @operator
["(" ")" "[" "]" "{" "}"] @punctuation.bracket
["," ":" "."] @punctuation.delimiter
