/// Prints what grammar.js says as the JSON that tree-sitter works with:
///
///     node evaluate.js > src/grammar.json
///
/// It is all that the tests need of tree-sitter, and needs no part of it.

const rule = (value) => {
  if (typeof value === 'string') return {type: 'STRING', value};
  if (value instanceof RegExp) return {type: 'PATTERN', value: value.source};
  return value;
};
const wrapped = (type) => (...values) => {
  const content = rule(values.pop());
  return values.length > 0 ? {type, value: values[0], content} : {type, value: 0, content};
};

global.seq = (...members) => ({type: 'SEQ', members: members.map(rule)});
global.choice = (...members) => ({type: 'CHOICE', members: members.map(rule)});
global.optional = (content) => choice(content, {type: 'BLANK'});
global.repeat = (content) => ({type: 'REPEAT', content: rule(content)});
global.repeat1 = (content) => ({type: 'REPEAT1', content: rule(content)});
global.field = (name, content) => ({type: 'FIELD', name, content: rule(content)});
global.alias = (content, value) =>
  ({type: 'ALIAS', content: rule(content), named: false, value});
global.token = (content) => ({type: 'TOKEN', content: rule(content)});
global.token.immediate = (content) => ({type: 'IMMEDIATE_TOKEN', content: rule(content)});
global.prec = wrapped('PREC');
global.prec.left = wrapped('PREC_LEFT');
global.prec.right = wrapped('PREC_RIGHT');
global.prec.dynamic = wrapped('PREC_DYNAMIC');

const symbols = new Proxy({}, {get: (_, name) => ({type: 'SYMBOL', name})});
global.grammar = ({name, word, externals, extras, conflicts, rules}) => ({
  name,
  word: word(symbols).name,
  rules: Object.fromEntries(
    Object.entries(rules).map(([key, value]) => [key, rule(value(symbols))])),
  extras: extras(symbols).map(rule),
  conflicts: conflicts(symbols).map((group) => group.map(({name}) => name)),
  precedences: [],
  externals: externals(symbols),
  inline: [],
  supertypes: [],
});

process.stdout.write(JSON.stringify(require('./grammar.js'), null, 1) + '\n');
