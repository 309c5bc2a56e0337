/**
 * Ed25519 (RFC 8032), so that every implementation says the same of a signature. A signature {@code R || S} is valid when {@code S}
 * is below the group's order, {@code R} is the canonical form of a point of the prime-order group and not the neutral one, and
 * {@code [S]B = R + [k]A}. Public keys are such points as well.
 *
 * <p>Bouncy Castle alone also accepts an {@code R} to which a signer added a point of small order; the JDK, Go and others refuse
 * that. A signer could thus make entries that hold here and nowhere else. What is demanded of {@code R} excludes it, and makes all
 * known forms of the equation, with and without the cofactor, say the same.
 *
 * <p>So a faster library may say yes: whatever it accepts by the equation without the cofactor is valid here. What it refuses
 * is looked at once more, and Bouncy Castle decides.
 */
package consort.ledger.ed25519;
