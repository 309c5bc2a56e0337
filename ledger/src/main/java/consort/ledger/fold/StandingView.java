package consort.ledger.fold;

import consort.ledger.entry.Standing;

/**
 * What the operator lets a worker, or all of an organization's, do.
 *
 * @param reason as the entry gives it; empty as long as there is none
 */
public record StandingView(Standing.Level level, String reason) {

    static final StandingView ACTIVE = new StandingView(Standing.Level.ACTIVE, "");

    public boolean active() {
        return level == Standing.Level.ACTIVE;
    }

    public boolean evicted() {
        return level == Standing.Level.EVICTED;
    }

    StandingView stricter(StandingView other) {
        return level.stricter(other.level) == level ? this : other;
    }
}
