package consort.model.sum;

import consort.model.tensor.Layout;
import consort.model.tensor.LayoutException;
import consort.model.tensor.NameOrder;
import consort.model.tensor.Names;
import java.util.Map;
import java.util.NavigableMap;

/// The scale `s` of each tensor in a run: an element becomes the integer `rint(x * 2^s)`.
///
/// @param defaultShift `s` of every tensor without one of its own
/// @param shifts `s` by tensor name, for tensors that need a wider range, such as running variances
public record Scales(int defaultShift, NavigableMap<String, Integer> shifts) {
    /// `s` where a run says nothing else; magnitudes below 32 are taken.
    public static final int DEFAULT_SHIFT = 38;
    /// Of the least and the greatest `s`.
    public static final int MIN_SHIFT = 0;
    public static final int MAX_SHIFT = 60;
    /// The magnitude of a scaled element is less than 2 to this power.
    static final int SCALED_BITS = 43;

    public static final Scales DEFAULT = new Scales(DEFAULT_SHIFT, NameOrder.sortedCopy(Map.of()));

    /// @throws IllegalArgumentException if a shift is not between 0 and 60
    public Scales {
        shifts = NameOrder.sortedCopy(shifts);
        check("the default scale", defaultShift);
        shifts.forEach((name, shift) -> check("the scale of tensor " + Names.quoted(name), shift));
    }

    public static Scales of(int defaultShift, Map<String, Integer> shifts) {
        return new Scales(defaultShift, NameOrder.sortedCopy(shifts));
    }

    private static void check(String what, int shift) {
        if (shift < MIN_SHIFT || shift > MAX_SHIFT) {
            throw new IllegalArgumentException(what + " is " + shift + ", not between " + MIN_SHIFT + " and " + MAX_SHIFT);
        }
    }

    public int shift(String name) {
        return shifts.getOrDefault(name, defaultShift);
    }

    /// The magnitude from which on elements of this tensor are refused: 2^(43-s).
    public float limit(String name) {
        return limit(shift(name));
    }

    /// As [#limit(String)], of a scale.
    public static float limit(int shift) {
        return Math.scalb(1f, SCALED_BITS - shift);
    }

    /// Refuses scales for tensors that are not summed: a misspelled name would otherwise do nothing.
    ///
    /// @throws LayoutException if a name is not one of `trainable`
    public void requireNamesIn(Layout trainable) throws LayoutException {
        for (String name : shifts.keySet()) {
            if (!trainable.names().contains(name)) {
                throw new LayoutException("a scale is set for " + Names.quoted(name) + ", which is no trainable tensor");
            }
        }
    }
}
