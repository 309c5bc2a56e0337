/**
 * Canonical JSON (RFC 8785) restricted to integers: the second line of every entry, and the documents beside the log.
 *
 * <p>There is exactly one sequence of bytes for a value. {@link consort.ledger.json.JsonObject#parse} refuses all others,
 * and with them everything on which two parsers could disagree: repeated keys, floats and exponents, integers beyond
 * 2^53 - 1, unpaired surrogates. {@code null} is refused too: a field that has no value is left out.
 */
package consort.ledger.json;
