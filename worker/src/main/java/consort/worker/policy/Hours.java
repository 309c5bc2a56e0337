package consort.worker.policy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * When a site lends: a window that begins on some days of the week, in the local time of a zone, changes of its clocks
 * included.
 *
 * @param from when it begins
 * @param to when it ends: the same day, or the next if that is not later than {@code from}
 * @param days on which it begins; at least one
 */
public record Hours(LocalTime from, LocalTime to, Set<DayOfWeek> days, ZoneId zone) {

    private static final int WEEK = 7;

    public Hours {
        days = Set.copyOf(EnumSet.copyOf(days));
    }

    /** The end of the window around a moment, windows without a gap between being one; empty outside. Wall clock. */
    public OptionalLong closesMillis(long wallMillis) {
        long end = wallMillis;
        for (int windows = 0; windows <= WEEK; windows++) {
            Optional<Instant> next = endOfWindowAround(Instant.ofEpochMilli(end));
            if (next.isEmpty()) {
                break;
            }
            end = next.get().toEpochMilli();
        }
        return end == wallMillis ? OptionalLong.empty() : OptionalLong.of(end);
    }

    /** When the next window after a moment begins. Wall clock. */
    public long opensMillis(long wallMillis) {
        Instant now = Instant.ofEpochMilli(wallMillis);
        LocalDate today = now.atZone(zone).toLocalDate();
        for (int day = 0; day <= WEEK; day++) {
            LocalDate date = today.plusDays(day);
            if (days.contains(date.getDayOfWeek()) && begin(date).isAfter(now)) {
                return begin(date).toEpochMilli();
            }
        }
        throw new IllegalStateException("no window begins within a week of " + now);
    }

    Optional<Closed> closed(long wallMillis) {
        return closesMillis(wallMillis).isPresent() ? Optional.empty()
                : Optional.of(new Closed(Closed.OUTSIDE_HOURS, opensMillis(wallMillis), true));
    }

    private Optional<Instant> endOfWindowAround(Instant now) {
        LocalDate today = now.atZone(zone).toLocalDate();
        for (int day = -1; day <= 0; day++) {
            LocalDate date = today.plusDays(day);
            if (days.contains(date.getDayOfWeek()) && !begin(date).isAfter(now) && end(date).isAfter(now)) {
                return Optional.of(end(date));
            }
        }
        return Optional.empty();
    }

    private Instant begin(LocalDate date) {
        return date.atTime(from).atZone(zone).toInstant();
    }

    private Instant end(LocalDate date) {
        return (to.isAfter(from) ? date : date.plusDays(1)).atTime(to).atZone(zone).toInstant();
    }
}
