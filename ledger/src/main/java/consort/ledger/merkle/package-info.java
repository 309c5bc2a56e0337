/**
 * The Merkle tree of RFC 6962 over SHA-256: hashes, proofs from a port that reads hashes, and their verification.
 *
 * <p>Nothing here stores anything. A tree of {@code n} leaves is cut into perfect subtrees; whoever can give the hash of a
 * perfect subtree ({@link consort.ledger.merkle.HashSource}) can have roots and proofs computed.
 */
package consort.ledger.merkle;
