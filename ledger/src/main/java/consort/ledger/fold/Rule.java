package consort.ledger.fold;

import java.util.Locale;

/** What an entry can be in breach of. The names are stable: messages, JSON and documentation use {@link #text}. */
public enum Rule {
    /** Entries stand at 0, 1, 2, … */
    INDEX,
    /** Line 1 begins with the charter's domain. */
    DOMAIN,
    /** The key that the state prescribes signed. */
    SIGNER,
    /** The signature verifies. */
    SIGNATURE,
    /** A party's entries count 1, 2, 3, … by key. */
    SEQ,
    /** The coordinator's times never decrease. */
    LEDGER_TIME,
    /** The first entry is the charter, the only one; some entries must follow others at once. */
    ORDER,
    /** A document that an entry names is there, has that digest and is well-formed. */
    DOCUMENT,
    /** What the charter fixes: log key, origin, acceptance. */
    CHARTER,
    /** Epochs increase. */
    EPOCH,
    /** An invitation is for a new member, is used once, in time, by its addressee, who accepts its benefit and tier. */
    INVITATION,
    /** Who is a member, and how many there may be. */
    MEMBERSHIP,
    /** A key bears its owner's name and was not used before. */
    KEY,
    /** What a worker may do: one that drains or is evicted gets no lease; a standing says something new. */
    STANDING,
    /** A benchmark is the charter's; whoever trains where the charter has a reference speed has entered one. */
    BENCHMARK,
    /** Whom an organization lets read, and how many there may be. */
    ACCESS,
    /** Which certificate authorities count: one at least, a few at most, each added and retired once. */
    AUTHORITY,
    /** Each log key names the next one, which is new; the root it states is compared where the tree is at hand. */
    LOG_KEY,
    /** Whose part can end, and what follows: its leases end at once, as revoked. */
    LEAVING,
    /** Jobs, and what a run takes over from its job. */
    JOB,
    /**
     * A member approves a job once, unless it was withdrawn; a run begins with as many approvals as the charter asks for. Only a job
     * that waits for them is withdrawn, for good.
     */
    APPROVAL,
    /** Runs are counted, and end once. */
    RUN,
    /** What may happen in the present phase of a run. */
    PHASE,
    /** Rounds are counted; the number of rounds is the job's. */
    ROUND,
    /** The model is the one that the run has reached. */
    MODEL,
    /** Who can be in a cohort. */
    COHORT,
    /** Accepted updates needed to close a round. */
    QUORUM,
    /** A lease says what the job and the round prescribe. */
    LEASE,
    /** The weight of an update in the sum. */
    WEIGHT,
    /** The seed of a task. */
    SEED,
    /** A claim answers a lease of its worker. */
    CLAIM,
    /** The verdict on a claim follows from its lease. */
    VERDICT,
    /** How much device time is accepted. */
    ACCEPTANCE_RULE,
    /** Which updates were summed with which weights. */
    MANIFEST,
    /** How updates become a model. */
    AGGREGATION,
    /** The bill follows from the observations and the charter. */
    BILL,
    /**
     * A bill is disputed by those who are in it, in the time that the charter gives, and not by who accepted it; it is accepted once, as it
     * stands; a dispute is resolved once.
     */
    DISPUTE,
    /** A transfer of a bill is instructed once, when nobody disputes the bill and nobody can; its payee confirms it once. */
    SETTLEMENT,
    /** Private fields are erased once, by whoever committed to them. */
    ERASURE,
    /** What is released is a model of the ledger, under a name and version of its own. */
    RELEASE,
    /** A reversal is about a claim that was observed, says what counted, and lets no more count than was claimed. */
    REVERSAL,
    /** A journal's postings are of members, sum to zero, and are only where the charter settles bills. */
    JOURNAL,
    /** A finding is proved by what it names. */
    FINDING;

    /** Such as {@code acceptance-rule}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
