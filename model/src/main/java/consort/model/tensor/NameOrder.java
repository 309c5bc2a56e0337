package consort.model.tensor;

import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// The one order of tensor names: that of their UTF-8 bytes, which is the order of their code points.
///
/// `String.compareTo` differs from it where surrogate pairs meet U+E000 to U+FFFF.
public final class NameOrder {
    /// Compares by UTF-8 bytes.
    public static final Comparator<String> UTF8 = NameOrder::compare;

    private NameOrder() {
    }

    /// An unmodifiable copy in the order of names.
    public static <T> NavigableMap<String, T> sortedCopy(Map<String, T> map) {
        NavigableMap<String, T> sorted = new TreeMap<>(UTF8);
        sorted.putAll(map);
        return Collections.unmodifiableNavigableMap(sorted);
    }

    private static int compare(String a, String b) {
        int shared = Math.min(a.length(), b.length());
        for (int i = 0; i < shared; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean pairFirst = Character.isSurrogate(x) != Character.isSurrogate(y);
                return pairFirst ? (Character.isSurrogate(x) ? 1 : -1) : Character.compare(x, y);
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}
