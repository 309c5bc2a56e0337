package consort.fuzz;

/// What tests that choose at random begin with: the same in every build, so that a build fails for what was changed and nothing
/// else; another with `-Dconsort.seed=N`, and one of chance with `-Dconsort.seed=random`. A failure names it.
public final class Seed {
    private static final String PROPERTY = "consort.seed";
    private static final String RANDOM = "random";
    private static final long USUAL = 20_261_122;
    private static final long VALUE = isRandom() ? System.nanoTime() : Long.getLong(PROPERTY, USUAL);

    private Seed() {
    }

    public static long get() {
        return VALUE;
    }

    static boolean isRandom() {
        return RANDOM.equals(System.getProperty(PROPERTY));
    }
}
