package consort.examples.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What of Java needs no clock, thread, randomness, file, socket or environment. Whatever is not named here may need one. */
final class PureJava {

    /** Value types, collections, functions, streams, patterns, exact numbers, texts and digests. */
    private static final Set<String> NAMES = names("""
            java.lang: Object Record Enum Class ClassValue Comparable Iterable CharSequence String StringBuilder Number Boolean Byte
              Character Double Float Integer Long Short Math StrictMath Throwable Exception RuntimeException Error
              ArithmeticException AssertionError ClassCastException IllegalArgumentException IllegalStateException
              IndexOutOfBoundsException MatchException NoSuchFieldError NullPointerException NumberFormatException
              UnsupportedOperationException Deprecated FunctionalInterface Override SafeVarargs SuppressWarnings
            java.nio: ByteBuffer CharBuffer
            java.nio.charset: CharacterCodingException Charset CharsetDecoder CharsetEncoder CodingErrorAction StandardCharsets
            java.security: MessageDigest NoSuchAlgorithmException
            java.time: DayOfWeek Duration Instant LocalDate LocalDateTime LocalTime ZoneId ZoneOffset ZonedDateTime
            java.util: AbstractList AbstractMap AbstractSet ArrayDeque ArrayList Arrays Base64 BitSet Collection Collections Comparator Currency Deque EnumMap
              EnumSet HashMap HashSet HexFormat Iterator LinkedHashMap LinkedHashSet List Locale Map NavigableMap
              NavigableSet NoSuchElementException Objects Optional OptionalInt OptionalLong PrimitiveIterator Queue
              RandomAccess SequencedCollection Set SortedMap SortedSet StringJoiner TreeMap TreeSet
            java.util.concurrent.atomic: AtomicInteger
            java.util.random: RandomGenerator
            """);

    private static final Set<String> PACKAGES = Set.of("java.lang.annotation", "java.lang.runtime", "java.math",
            "java.util.function", "java.util.regex", "java.util.stream");

    /** Members of the types above that reach for a clock, thread, randomness or the environment all the same. */
    private static final Set<String> IMPURE_MEMBERS = names("""
            java.lang.Math: random
            java.lang.StrictMath: random
            java.lang.Boolean: getBoolean
            java.lang.Integer: getInteger
            java.lang.Long: getLong
            java.lang.Class: forName getClassLoader getResource getResourceAsStream getModule newInstance
            java.nio.charset.Charset: defaultCharset
            java.time.Instant: now
            java.time.LocalDate: now
            java.time.LocalDateTime: now
            java.time.LocalTime: now
            java.time.ZonedDateTime: now
            java.time.ZoneId: systemDefault
            java.util.Locale: getDefault setDefault
            java.util.random.RandomGenerator: of getDefault
            """);

    private static final Set<String> IMPURE_NAMES = Set.of("parallel", "parallelStream", "parallelSort", "parallelPrefix",
            "parallelSetAll", "shuffle", "printStackTrace", "wait", "notify", "notifyAll");

    static final DescribedPredicate<JavaClass> TYPES = describe("stand on the list of pure Java", type -> {
        JavaClass single = type.getBaseComponentType();
        return single.isPrimitive() || NAMES.contains(outermost(single)) || PACKAGES.contains(single.getPackageName());
    });

    static final DescribedPredicate<JavaAccess<?>> IMPURE_MEMBER = describe("an impure member", access ->
            IMPURE_NAMES.contains(access.getTarget().getName())
                    || IMPURE_MEMBERS.contains(access.getTargetOwner().getName() + "." + access.getTarget().getName()));

    private PureJava() {
    }

    /** @param others packages, or classes by their full name */
    static DescribedPredicate<JavaClass> inAnyOf(String area, List<String> others) {
        return describe("are its own or " + others, type -> {
            JavaClass single = type.getBaseComponentType();
            return Stream.concat(Stream.of(area), others.stream()).anyMatch(allowed ->
                    single.getPackageName().equals(allowed) || single.getPackageName().startsWith(allowed + ".")
                            || outermost(single).equals(allowed));
        });
    }

    private static String outermost(JavaClass type) {
        String name = type.getName();
        return name.contains("$") ? name.substring(0, name.indexOf('$')) : name;
    }

    /** Reads {@code prefix: name name}, a line that begins with blanks goes on with the one before. */
    private static Set<String> names(String text) {
        return Stream.of(text.replaceAll("\n +", " ").split("\n")).flatMap(line -> {
            String[] parts = line.split(": ");
            return Stream.of(parts[1].split(" +")).map(name -> parts[0] + "." + name);
        }).collect(Collectors.toUnmodifiableSet());
    }
}
