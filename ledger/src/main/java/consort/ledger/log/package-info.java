/**
 * The transparency log: one folder that is journal, archive and what is served (c2sp.org/tlog-tiles, tlog-checkpoint,
 * tlog-proof, tlog-policy).
 *
 * <p>An entry is durable, and its index fixed, when {@link consort.ledger.log.LogStore#append} returns: it then stands in
 * the journal. {@link consort.ledger.log.LogStore#publish} derives the rest from it, in this order: entry bundles and hash
 * tiles, each created once and never changed; the checkpoint, replaced atomically; and only then are journal segments
 * deleted whose entries all stand in full bundles. Dying between any two of these steps loses nothing: opening rebuilds the
 * tree from the published tiles up to the last multiple of 256 and from the journal after it, and the next publication
 * creates the same tiles again.
 *
 * <p>Nothing is repaired in silence. The one thing that opening throws away is the torn end of the journal's last segment,
 * which was never acknowledged. Anything else that does not fit is a
 * {@link consort.ledger.log.LogDamagedException} naming the file.
 *
 * <p>{@link consort.ledger.log.LogReader} is for everyone else: it verifies a copy of the folder, or a static web server
 * of it, from the entries up to the signed root.
 */
package consort.ledger.log;
