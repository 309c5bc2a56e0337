/**
 * What stands in the ledger: entries, the documents they name, and the receipts for them.
 *
 * <p>An entry is a signed note of two lines: its type and version ({@code <domain>/lease/v1}), and canonical JSON. The JSON
 * fields of an entry are the components of its record ({@link consort.ledger.entry.Body}); an optional component that is
 * absent has no field. The bytes of the note are what is hashed, stored and verified; {@link
 * consort.ledger.entry.Entries} reads them strictly, so that there is one sequence of bytes for one entry.
 *
 * <p>A type has versions, and each is read for ever ({@link consort.ledger.entry.EntryType}): the reader gives one record
 * whatever the version, so that the fold knows one form. What is unknown is an
 * {@link consort.ledger.entry.UnknownEntryTypeException}, which stops a coordinator and limits an auditor's verdict.
 *
 * <p>Entries are either the coordinator's, signed by the log key and identified by their index, or a party's (an
 * organization's or a worker's), signed by its own key and identified by key and {@code seq}, which counts from 1 without
 * gaps.
 *
 * <p>Larger things go in by digest: charter, jobs and round manifests are documents in canonical JSON under
 * {@code docs/<sha256>}.
 *
 * <p>Nothing here knows whether an entry is true or allowed; that is {@link consort.ledger.fold}'s subject.
 */
package consort.ledger.entry;
