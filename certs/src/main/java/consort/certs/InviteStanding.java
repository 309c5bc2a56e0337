package consort.certs;

/** What the coordinator knows of an invite, by the hash of its public key. */
public enum InviteStanding {
    /** It may be used, or the answer to its use be asked for again. */
    OPEN,
    /** Nobody used it in time. */
    EXPIRED,
    /** It was used, and the time for a second answer is over; or it was withdrawn. */
    ENDED,
    /** No invite has this hash: a changed character makes another key. */
    UNKNOWN
}
