package consort.ledger.money;

/**
 * What the bill needs to know of a member; nothing of it is negative.
 *
 * @param ngpuMillis normalized device time it contributed
 * @param externalMinor costs it paid for all
 * @param benefit in any unit that all parties share
 */
public record Party(String name, long ngpuMillis, long externalMinor, long benefit, long tier) {

    public Party {
        if (ngpuMillis < 0 || externalMinor < 0 || benefit < 0 || tier < 0) {
            throw new IllegalArgumentException("negative time, cost, benefit or tier of " + name);
        }
    }
}
