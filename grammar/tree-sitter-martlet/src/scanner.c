// Tells which ends of lines end a statement, what stands on the line of what is before it, and which
// `<` opens the bound of an integer type. Everything else is in grammar.js.
//
// No stack of brackets is kept: inside ( ) and [ ] the parser asks for no end of a line, so that none
// is given, and inside { } it does.

#include <wctype.h>

#include "tree_sitter/parser.h"

enum Token { NEWLINE, BOUND_OPEN, SAME_LINE };

void *tree_sitter_martlet_external_scanner_create(void) { return NULL; }

void tree_sitter_martlet_external_scanner_destroy(void *payload) { (void)payload; }

unsigned tree_sitter_martlet_external_scanner_serialize(void *payload, char *buffer) {
  (void)payload;
  (void)buffer;
  return 0;
}

void tree_sitter_martlet_external_scanner_deserialize(void *payload, const char *buffer,
                                                      unsigned length) {
  (void)payload;
  (void)buffer;
  (void)length;
}

static bool is_blank(int32_t character) {
  return character == ' ' || character == '\t' || character == '\r';
}

static bool is_word_part(int32_t character) {
  return character == '_' || (character < 128 && iswalnum((wint_t)character));
}

// Skips blanks, comments and line ends, and says whether a line ended.
static bool skip_to_next_line(TSLexer *lexer) {
  bool ended = false;
  for (;;) {
    if (is_blank(lexer->lookahead)) {
      lexer->advance(lexer, true);
    } else if (lexer->lookahead == '\n') {
      ended = true;
      lexer->advance(lexer, true);
    } else if (lexer->lookahead == '#') {
      while (lexer->lookahead != '\n' && !lexer->eof(lexer)) lexer->advance(lexer, true);
    } else {
      return ended;
    }
  }
}

// Whether a `:` follows on the line: then the word before it is a name.
static bool is_label(TSLexer *lexer) {
  while (lexer->lookahead == ' ') lexer->advance(lexer, false);
  return lexer->lookahead == ':';
}

// Whether the word at the lexer goes on with the line above: `or`, `and`, `where`.
static bool word_continues(TSLexer *lexer) {
  char word[8] = {0};
  unsigned length = 0;
  while (is_word_part(lexer->lookahead)) {
    if (length < sizeof word - 1) word[length] = (char)lexer->lookahead;
    length++;
    lexer->advance(lexer, false);
  }
  static const char *const words[] = {"or", "and", "where"};
  for (unsigned index = 0; index < 3; index++) {
    const char *expected = words[index];
    unsigned place = 0;
    while (expected[place] != 0 && word[place] == expected[place]) place++;
    if (expected[place] == 0 && place == length) return !is_label(lexer);
  }
  return false;
}

// Whether the line that starts at the lexer goes on with the line above.
static bool continues(TSLexer *lexer) {
  int32_t first = lexer->lookahead;
  if (is_word_part(first)) return word_continues(lexer);
  lexer->advance(lexer, false);
  int32_t second = lexer->lookahead;
  switch (first) {
    case '|': return second == '>';
    case '?': return second == '?';
    case '!': return second == '=';
    case '=': return second == '=';
    case '-': return second == '>';
    case '+': case '*': case '/': return second != '=';
    case '%': case '@': case '<': case '>': return true;
    case '.':
      // `.name` and `..<` continue, `...` does not.
      if (second != '.') return true;
      lexer->advance(lexer, false);
      return lexer->lookahead == '<';
    default: return false;
  }
}

bool tree_sitter_martlet_external_scanner_scan(void *payload, TSLexer *lexer,
                                               const bool *valid_symbols) {
  (void)payload;
  // While it recovers from an error the parser asks for everything at once.
  bool recovers =
      valid_symbols[NEWLINE] && valid_symbols[BOUND_OPEN] && valid_symbols[SAME_LINE];
  lexer->mark_end(lexer);
  bool ended = skip_to_next_line(lexer);
  if (!ended) {
    if (valid_symbols[SAME_LINE] && !recovers &&
        (lexer->lookahead == '(' || lexer->lookahead == '[')) {
      lexer->mark_end(lexer);
      lexer->result_symbol = SAME_LINE;
      return true;
    }
    if (valid_symbols[BOUND_OPEN] && !recovers && lexer->lookahead == '<') {
      lexer->advance(lexer, false);
      if (lexer->lookahead == '=') return false;
      lexer->mark_end(lexer);
      lexer->result_symbol = BOUND_OPEN;
      return true;
    }
    return false;
  }
  if (!valid_symbols[NEWLINE]) return false;
  if (!lexer->eof(lexer) && continues(lexer)) return false;
  lexer->result_symbol = NEWLINE;
  return true;
}
