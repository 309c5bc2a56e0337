package consort.worker.session;

/** Writes millionths for people. */
final class Millionths {

    private Millionths() {
    }

    /** With four decimals, rounded down: 1234567 is "1.2345". */
    static String text(long millionths) {
        long tenThousandths = Math.abs(millionths) / 100;
        String sign = millionths < 0 ? "-" : "";
        return sign + tenThousandths / 10_000 + "." + String.valueOf(10_000 + tenThousandths % 10_000).substring(1);
    }
}
