package consort.coordinator.cli;

import consort.certs.Address;
import consort.certs.CertsException;
import consort.certs.Fingerprint;
import consort.certs.Name;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The kinds of values that options take, each with the words that say what is accepted. */
final class FlagValues {

    private FlagValues() {
    }

    static void register(CommandLine line) {
        ITypeConverter<Long> whole = numbers("is not a whole number", Long::valueOf);
        ITypeConverter<Integer> small = numbers("is not a whole number of at most " + Integer.MAX_VALUE, Integer::valueOf);
        line.registerConverter(Address.class, certified(Address::parse))
                .registerConverter(Name.class, certified(Name::new))
                .registerConverter(Fingerprint.class, certified(Fingerprint::new))
                .registerConverter(Duration.class, FlagValues::duration)
                .registerConverter(BigDecimal.class, numbers("is not a number: write it as 1.84", FlagValues::decimal))
                .registerConverter(Long.class, whole)
                .registerConverter(long.class, whole)
                .registerConverter(int.class, small);
    }

    private static <T> ITypeConverter<T> certified(Function<String, T> parser) {
        return text -> {
            try {
                return parser.apply(text);
            } catch (CertsException unfit) {
                throw new TypeConversionException(unfit.getMessage());
            }
        };
    }

    private static <T> ITypeConverter<T> numbers(String complaint, Function<String, T> parser) {
        return text -> {
            try {
                return parser.apply(text);
            } catch (NumberFormatException unfit) {
                throw new TypeConversionException("\"" + text + "\" " + complaint);
            }
        };
    }

    /** Plain digits: exponents would only hide a slip. */
    private static BigDecimal decimal(String text) {
        if (!text.matches("-?[0-9]{1,30}(\\.[0-9]{1,30})?")) {
            throw new NumberFormatException(text);
        }
        return new BigDecimal(text);
    }

    private static Duration duration(String text) {
        try {
            String upper = text.toUpperCase(Locale.ROOT);
            Duration duration = Duration.parse(text.matches("[0-9]{1,4}d") ? "P" + upper
                    : text.matches("[0-9]{1,5}[hms]") ? "PT" + upper : text);
            if (duration.isPositive()) {
                return duration;
            }
        } catch (DateTimeException unfit) {
            throw noDuration(text);
        }
        throw noDuration(text);
    }

    private static TypeConversionException noDuration(String text) {
        return new TypeConversionException("\"" + text + "\" is not a length of time from now: use 7d, 12h, 30m or PT30M");
    }
}
