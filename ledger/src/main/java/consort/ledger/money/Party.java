package consort.ledger.money;

/**
 * What the bill needs to know of a member; nothing of it is negative.
 *
 * @param ngpuMillis normalized device time it contributed
 * @param externalMinor costs it paid for all
 * @param benefit in any unit that all parties share
 * @param days of the period on which it took part, at least 1: benefit, tier and the equal part count in proportion
 */
public record Party(String name, long ngpuMillis, long externalMinor, long benefit, long tier, long days) {

    public Party {
        if (ngpuMillis < 0 || externalMinor < 0 || benefit < 0 || tier < 0) {
            throw new IllegalArgumentException("negative time, cost, benefit or tier of " + name);
        }
        if (days < 1) {
            throw new IllegalArgumentException(name + " is billed for " + days + " days");
        }
    }

    /** One among parties that took part equally long. */
    public Party(String name, long ngpuMillis, long externalMinor, long benefit, long tier) {
        this(name, ngpuMillis, externalMinor, benefit, tier, 1);
    }
}
