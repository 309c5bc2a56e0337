/// What people write for these programs: settings in strict YAML and in the environment, and words on command lines.
///
/// A settings file has the keys that are known and no others, each once; what is wrong is named with its line, or with the
/// variable of the environment that said so, and a misspelled word with the one that was probably meant. Aliases and further
/// documents are refused: what a file says stands where one reads it.
///
/// [Settings] reads a mapping; a class per file knows what its keys mean. [WrongSyntax] says the same kind of thing about a
/// command line, and [TerminalText] makes others' words fit to be printed there.
package consort.settings;
