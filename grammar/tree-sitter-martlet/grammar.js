/// The grammar of Martlet for tree-sitter: `grammar/martlet.ebnf`, rule by production, with the
/// names in snake case. `src/scanner.c` tells which ends of lines count.

const commas = (rule) => seq(rule, repeat(seq(',', rule)), optional(','));

/// `LINES(a)`: any number, each on a line of its own.
const lines = ($, rule) =>
  seq(repeat($._newline), optional(seq(rule, repeat(seq(repeat1($._newline), rule)))),
    repeat($._newline));

/// `LINES(a , …)`: likewise, or with commas between.
const commaLines = ($, rule) =>
  seq(repeat($._newline),
    optional(seq(rule,
      repeat(seq(choice(seq(',', repeat($._newline)), repeat1($._newline)), rule)),
      optional(','))),
    repeat($._newline));

module.exports = grammar({
  name: 'martlet',

  externals: ($) => [$._newline, $._bound_open, $._same_line],
  extras: ($) => [/[ \t\r\n]/, $.comment],
  word: ($) => $.name,

  conflicts: ($) => [
    [$.pattern, $.primary], [$.named_type, $.primary], [$.tensor_type, $.primary],
    [$.parenthesized_type, $.parenthesized], [$.place, $.primary], [$.pattern, $.parenthesized],
    [$.type, $.primary], [$.lambda, $.parenthesized], [$.parameters, $.parenthesized],
    [$.pattern, $.postfix], [$.named_type, $.postfix], [$.place, $.postfix],
  ],

  rules: {
    // Files
    syntax_tree: ($) => lines($, $.item),
    item: ($) => choice(
      $.import_declaration, $.function, $.model, $.structure, $.enumeration, $.requirements,
      $.gradient_rule, $.test, $.setting, $.alias, $.statement),
    import_declaration: ($) => seq(
      'import',
      choice($.string,
        seq($.name, repeat(seq('.', $.name)),
          optional(seq('.', '{', commaLines($, $.name), '}')))),
      optional(seq('as', $.name))),
    test: ($) => seq('test', $.string, $.block),
    setting: ($) => seq('setting', $.name, ':', $.type, '=', $.expression),
    alias: ($) => seq('type', $.name, '=', $.type),
    gradient_rule: ($) => seq('gradient', $.name, '(', optional(commas($.name)), ')', $.block),

    // Functions
    function: ($) => choice(
      seq(optional('export'), $.method),
      prec.right(seq('proc', field('name', $.name), optional($.binders), $.parameters,
        optional(seq('->', $.type)), optional($.facts), optional($.block)))),
    method: ($) => prec.right(seq(
      'fn', field('name', $.name), optional($.binders), $.parameters, '->', $.type,
      optional($.facts), optional($.block))),
    binders: ($) => seq('[', optional(commas($.binder)), ']'),
    binder: ($) => choice(seq('...', $.name), seq($.name, optional(seq(':', $.type)))),
    parameters: ($) => seq('(', optional(commas($.parameter)), ')'),
    parameter: ($) => seq(field('name', $.name), ':', $.type, optional(seq('=', $.expression))),
    facts: ($) => prec.right(seq('where', $.comparison, repeat(seq(',', $.comparison)))),

    // Models and data
    model: ($) => seq(
      'model', field('name', $.name), optional($.binders), optional($.parameters),
      optional(seq(':', $.type, repeat(seq(',', $.type)))), optional($.facts),
      '{', lines($, $.member), '}'),
    member: ($) => choice($.tensor_field, seq(optional('frozen'), $.let_statement), $.method),
    tensor_field: ($) => seq(
      choice('param', 'state'), field('name', $.name), optional(seq(':', $.type)), '=',
      $.expression),
    structure: ($) => seq(
      'struct', field('name', $.name), optional($.binders), optional($.facts),
      '{', commaLines($, $.field), '}'),
    field: ($) => seq(field('name', $.name), ':', $.type),
    enumeration: ($) => seq('enum', field('name', $.name), '{', commaLines($, $.case_names), '}'),
    case_names: ($) => repeat1($.name),
    requirements: ($) => seq(
      'protocol', field('name', $.name), optional($.binders), '{', lines($, $.method), '}'),

    // Statements
    block: ($) => seq('{', lines($, $.statement), '}'),
    statement: ($) => choice(
      $.let_statement, $.var_statement, $.while_statement, $.assignment, 'break', 'continue',
      prec.right(seq('return', optional($.expression))), $.expression),
    let_statement: ($) => seq(
      'let',
      choice($.pattern, seq($.name, '[', optional(commas($.equation_index)), ']')),
      optional(seq(':', $.type)), '=', $.expression),
    equation_index: ($) => choice('...', seq($.name, optional(seq('<', $.additive)))),
    var_statement: ($) => seq('var', $.pattern, optional(seq(':', $.type)), '=', $.expression),
    while_statement: ($) => seq(
      'while', $.expression, optional(seq('limit', $.expression)), $.block),
    assignment: ($) => seq($.place, choice('=', '+=', '-=', '*=', '/='), $.expression),
    place: ($) => choice(
      seq(choice($.name, 'self'), repeat(choice(seq('.', $.name), seq($._same_line, $.items)))),
      seq('(', optional(commas($.place)), ')')),
    pattern: ($) => choice(
      seq($.name, repeat(seq('.', $.name)),
        optional(seq('(', optional(commas($.pattern)), ')'))),
      seq('(', optional(commas($.pattern)), ')'),
      seq(optional('-'), $.number), $.string, 'true', 'false', 'None'),

    // Types
    type: ($) => prec.right(seq(
      choice($.parenthesized_type, $.function_type, seq('[', $.type, ']'), $.tensor_type,
        $.named_type),
      optional('?'))),
    parenthesized_type: ($) => prec.right(seq(
      '(', optional(commas($.type)), ')', optional(seq('->', $.type)))),
    function_type: ($) => seq(
      'fn', optional($.binders), '(', optional(commas($.type)), ')', '->', $.type),
    tensor_type: ($) => prec.right(seq(
      $.dtype, optional(seq(alias($._bound_open, '<'), $.additive, '>')),
      optional(seq($._same_line, $.items)))),
    named_type: ($) => prec.right(seq(
      $.name, repeat(seq('.', $.name)), repeat(seq($._same_line, $.items)))),
    items: ($) => seq('[', optional(commas($.bracket_item)), ']'),
    bracket_item: ($) => choice(
      seq('...', optional($.name)), prec(1, 'None'), $.slice, $.expression,
      prec.dynamic(-1, $.type)),
    slice: ($) => prec.right(seq(
      optional($.expression), ':', optional($.expression),
      optional(seq(':', optional($.expression))))),

    // Expressions, the loosest operators first
    expression: ($) => prec.left(1, seq($.or, repeat(seq('|>', $.or)))),
    or: ($) => prec.left(2, seq($.and, repeat(seq('or', $.and)))),
    and: ($) => prec.left(3, seq($.not, repeat(seq('and', $.not)))),
    not: ($) => prec(4, choice(seq('not', $.not), $.comparison)),
    comparison: ($) => prec.left(5, seq(
      $.coalesce, optional(seq(choice('==', '!=', '<', '<=', '>', '>='), $.coalesce)))),
    coalesce: ($) => prec.left(6, seq($.cast, repeat(seq('??', $.cast)))),
    cast: ($) => prec.left(7, seq($.range, repeat(seq('as', $.type)))),
    range: ($) => prec.left(8, seq($.additive, optional(seq('..<', $.additive)))),
    additive: ($) => prec.left(9, seq($.product, repeat(seq(choice('+', '-'), $.product)))),
    product: ($) => prec.left(10, seq(
      $.unary, repeat(seq(choice('*', '/', '//', '%', '@'), $.unary)))),
    unary: ($) => prec(11, choice(seq('-', $.unary), $.power)),
    power: ($) => prec.right(12, seq($.postfix, optional(seq('**', $.unary)))),
    postfix: ($) => prec.left(13, seq(
      $.primary,
      repeat(choice(
        seq($._same_line, $.arguments), seq($._same_line, $.items), seq('.', $.name))))),
    arguments: ($) => seq('(', optional(commas($.argument)), ')'),
    argument: ($) => seq(optional(seq(field('label', $.name), ':')), $.expression),
    primary: ($) => choice(
      $.number, $.string, $.name, $.tensor_type, 'true', 'false', 'None', 'self',
      $.parenthesized, seq('[', optional(commas($.expression)), ']'), $.block, $.lambda,
      $.conditional, $.match, $.loop, $.gradient, $.jvp, $.vjp, $.recompute, $.with),
    parenthesized: ($) => seq('(', optional(commas($.expression)), ')'),
    lambda: ($) => prec.right(seq(
      '(', optional(commas(seq($.pattern, optional(seq(':', $.type))))), ')', '=>',
      $.expression)),
    conditional: ($) => prec.right(seq(
      'if', choice($.expression, seq('let', $.name, '=', $.expression)), $.block,
      optional(seq('else', choice($.conditional, $.block))))),
    match: ($) => seq('match', $.expression, '{', commaLines($, $.arm), '}'),
    arm: ($) => seq($.pattern, '=>', $.expression),
    loop: ($) => seq(choice('for', 'map'), $.clause, repeat(seq(',', $.clause)), $.block),
    clause: ($) => seq($.pattern, 'in', $.expression),
    gradient: ($) => seq(choice('grad', 'value_and_grad'), $.targets, $.block),
    jvp: ($) => seq('jvp', $.targets, 'along', $.expression, $.block),
    vjp: ($) => seq('vjp', $.targets, 'with', $.expression, $.block),
    targets: ($) => seq($.target, repeat(seq(',', $.target))),
    target: ($) => seq(choice($.name, 'self'), repeat(seq('.', $.name))),
    recompute: ($) => seq('recompute', $.block),
    with: ($) => seq(
      'with', $.name, '=', $.expression, repeat(seq(',', $.name, '=', $.expression)), $.block),

    // Tokens
    name: (_) => /[A-Za-z_][A-Za-z_0-9]*/,
    dtype: (_) => choice('f64', 'f32', 'f16', 'bf16', 'i64', 'i32', 'i8', 'u8', 'bool'),
    number: (_) => /[0-9](_?[0-9])*(\.[0-9](_?[0-9])*)?([eE][+-]?[0-9](_?[0-9])*)?/,
    string: ($) => seq(
      '"',
      repeat(choice($.escape, $.interpolation, token.immediate(prec(1, /[^"\\{}\n]+/)))),
      token.immediate('"')),
    escape: (_) => token.immediate(
      choice('{{', '}}', /\\[ntr0\\"]/, /\\u\{[0-9A-Fa-f]+\}/)),
    interpolation: ($) => seq(
      token.immediate('{'), $.expression, optional($.format), '}'),
    format: (_) => token(seq(':', token.immediate(/[^}"\n]*/))),
    comment: (_) => token(/#[^\n]*/),
  },
});
