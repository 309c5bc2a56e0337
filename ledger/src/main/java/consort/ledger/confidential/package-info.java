/**
 * The private values behind commitments: what is kept of them, on the machine that made them and nowhere else, and how one of them is
 * shown to somebody.
 *
 * <p>An entry commits to a value by a salted hash ({@link consort.ledger.entry.Commitment}). Salt and value, the opening, are durable in
 * a {@link consort.ledger.confidential.ConfidentialStore} before the entry is sent. Whoever is shown an opening, as a
 * {@link consort.ledger.confidential.Disclosure}, can check it against the ledger; once every copy of it is destroyed, nobody can, and
 * the ledger stands as it stood.
 */
package consort.ledger.confidential;
