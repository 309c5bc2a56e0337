package consort.worker.folder;

import consort.settings.Settings;
import consort.worker.policy.Budget;
import consort.worker.policy.Hours;
import consort.worker.policy.JobRules;
import consort.worker.policy.Policy;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The section {@code policy} of {@code worker.yaml}. */
final class PolicyYaml {

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern HOURS = Pattern.compile("([01][0-9]|2[0-3]):([0-5][0-9]) ?- ?(24:00|([01][0-9]|2[0-3]):([0-5][0-9]))");
    private static final long MOST_HOURS = 1_000_000;
    private static final long MOST_MINOR = 1L << 50;
    private static final long MILLIS_PER_HOUR = 3_600_000;
    private static final int DAY_LETTERS = 3;

    private PolicyYaml() {
    }

    static Policy read(Settings yaml) {
        yaml.knows("jobs", "models", "hours", "days", "zone", "budget");
        ZoneId zone = yaml.text("zone").map(name -> zone(yaml, name)).orElseGet(ZoneId::systemDefault);
        return new Policy(yaml.object("jobs").map(PolicyYaml::jobs).orElse(JobRules.ALL), digests(yaml, "models"),
                hours(yaml, zone), yaml.object("budget").map(PolicyYaml::budget).orElse(Budget.NONE), zone);
    }

    private static JobRules jobs(Settings yaml) {
        yaml.knows("digests", "submitters");
        return new JobRules(digests(yaml, "digests"), Set.copyOf(yaml.texts("submitters")));
    }

    private static Set<String> digests(Settings yaml, String name) {
        List<String> digests = yaml.texts(name);
        for (String digest : digests) {
            if (!DIGEST.matcher(digest).matches()) {
                throw yaml.error(name, "has \"" + digest + "\", which is no digest: 64 characters of 0-9 and a-f");
            }
        }
        return Set.copyOf(digests);
    }

    private static Optional<Hours> hours(Settings yaml, ZoneId zone) {
        Set<DayOfWeek> days = days(yaml);
        Optional<String> text = yaml.text("hours");
        if (text.isEmpty() && days.size() == DayOfWeek.values().length) {
            return Optional.empty();
        }
        Matcher parts = HOURS.matcher(text.orElse("00:00-24:00"));
        if (!parts.matches()) {
            throw yaml.error("hours", "is \"" + text.get() + "\"; write a window of local time, like \"20:00-06:00\"");
        }
        LocalTime from = LocalTime.of(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
        LocalTime to = parts.group(4) == null ? LocalTime.MIDNIGHT
                : LocalTime.of(Integer.parseInt(parts.group(4)), Integer.parseInt(parts.group(5)));
        return Optional.of(new Hours(from, to, days, zone));
    }

    private static Set<DayOfWeek> days(Settings yaml) {
        List<String> names = yaml.texts("days");
        Set<DayOfWeek> days = names.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : EnumSet.noneOf(DayOfWeek.class);
        for (String name : names) {
            days.add(Arrays.stream(DayOfWeek.values()).filter(day -> shortName(day).equals(name)).findFirst()
                    .orElseThrow(() -> yaml.error("days", "has \"" + name + "\"; days are mon, tue, wed, thu, fri, sat, sun")));
        }
        return days;
    }

    private static String shortName(DayOfWeek day) {
        return day.name().substring(0, DAY_LETTERS).toLowerCase(Locale.ROOT);
    }

    private static ZoneId zone(Settings yaml, String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw yaml.error("zone", "is \"" + name + "\", which is no zone this machine knows; write one like Europe/Berlin");
        }
    }

    private static Budget budget(Settings yaml) {
        yaml.knows("hoursPerDay", "hoursPerMonth", "amountMinorPerMonth");
        return new Budget(hoursAsMillis(yaml, "hoursPerDay"), hoursAsMillis(yaml, "hoursPerMonth"),
                cap(yaml, "amountMinorPerMonth", MOST_MINOR, 1), 0);
    }

    private static OptionalLong hoursAsMillis(Settings yaml, String name) {
        return cap(yaml, name, MOST_HOURS, MILLIS_PER_HOUR);
    }

    private static OptionalLong cap(Settings yaml, String name, long most, long unit) {
        long value = yaml.integer(name, -1, 0, most);
        return value < 0 ? OptionalLong.empty() : OptionalLong.of(value * unit);
    }
}
