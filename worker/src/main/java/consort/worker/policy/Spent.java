package consort.worker.policy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a worker lent, by day of a zone.
 *
 * @param days days with something in them; a month or more
 */
public record Spent(ZoneId zone, SortedMap<LocalDate, Spent.Day> days) {

    private static final int KEPT_DAYS = 62;

    /**
     * Of a day, or several.
     *
     * @param deviceMillis time trainers were busy, times devices
     * @param acceptedMillis device time the coordinator accepted
     */
    public record Day(long deviceMillis, long acceptedMillis) {

        Day plus(Day other) {
            return new Day(deviceMillis + other.deviceMillis, acceptedMillis + other.acceptedMillis);
        }
    }

    public Spent {
        days = Collections.unmodifiableSortedMap(new TreeMap<>(days));
    }

    /** Nothing yet. */
    public static Spent nothing(ZoneId zone) {
        return new Spent(zone, new TreeMap<>());
    }

    /** With one more claim. */
    public Spent plus(Use use) {
        TreeMap<LocalDate, Day> more = new TreeMap<>(days);
        more.merge(date(use.timeMillis()), new Day(use.deviceMillis(), use.acceptedMillis()), Day::plus);
        return new Spent(zone, more.tailMap(more.lastKey().minusDays(KEPT_DAYS)));
    }

    /** Since a day began. */
    public Day since(LocalDate first) {
        return days.tailMap(first).values().stream().reduce(new Day(0, 0), Day::plus);
    }

    /** The day of a moment. */
    LocalDate date(long wallMillis) {
        return Instant.ofEpochMilli(wallMillis).atZone(zone).toLocalDate();
    }

    /** The first moment of a day. */
    long beginMillis(LocalDate date) {
        return date.atStartOfDay(zone).toInstant().toEpochMilli();
    }
}
