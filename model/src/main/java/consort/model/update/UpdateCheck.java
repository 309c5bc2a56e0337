package consort.model.update;

import consort.model.kernel.Kernels;
import consort.model.tensor.ByteSource;
import consort.model.tensor.FloatBlock;
import consort.model.tensor.TensorFile;
import consort.model.tensor.TensorFormatException;
import consort.model.tensor.TensorType;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/// Decides whether an update can be summed: format, layout, every element, then the norm. Reads the file once, with about
/// half a megabyte of memory. The first fault found, in the order of names and of elements, is the one reported.
public final class UpdateCheck {
    /// A multiple of the norm's block, so that blocks never straddle two loads.
    private static final int LOAD_ELEMENTS = 16 * Norm.BLOCK_ELEMENTS;

    private UpdateCheck() {
    }

    /// Checks one update.
    ///
    /// @throws IOException if the source cannot be read; whatever is wrong with its content is a verdict
    public static Verdict check(ByteSource update, UpdateRules rules) throws IOException {
        TensorFile file;
        try {
            file = TensorFile.of(update, rules.limits());
        } catch (TensorFormatException e) {
            return new Verdict.Refused(Refusal.MALFORMED, e.getMessage());
        }
        Optional<String> difference = file.layout().differenceFrom(rules.expected());
        if (difference.isPresent()) {
            return new Verdict.Refused(Refusal.WRONG_LAYOUT, difference.get());
        }
        return checkElements(file, rules);
    }

    private static Verdict checkElements(TensorFile file, UpdateRules rules) throws IOException {
        FloatBlock block = new FloatBlock(LOAD_ELEMENTS);
        Kernels kernels = Kernels.best();
        Norm norm = new Norm();
        for (Map.Entry<String, TensorType> tensor : rules.expected().tensors().entrySet()) {
            String name = tensor.getKey();
            float limit = rules.scales().limit(name);
            long elements = tensor.getValue().elements();
            for (long first = 0; first < elements; first += LOAD_ELEMENTS) {
                int count = (int) Math.min(LOAD_ELEMENTS, elements - first);
                block.load(file, name, first, count);
                if (kernels.greatest(block.memory(), count) >= Float.floatToRawIntBits(limit)) {
                    int bad = Kernels.firstBeyond(block.values(), count, limit);
                    return Verdict.Refused.element(name, first + bad, block.values()[bad], limit);
                }
                norm.add(block.values(), count);
            }
        }
        return judge(norm.millionths(), rules.maxNormMillionths());
    }

    private static Verdict judge(long normMillionths, long maxNormMillionths) {
        return normMillionths <= maxNormMillionths
                ? new Verdict.Accepted(normMillionths)
                : new Verdict.Refused(Refusal.NORM_TOO_LARGE, "the update's norm is " + decimal(normMillionths)
                        + "; the job takes at most " + decimal(maxNormMillionths));
    }

    private static String decimal(long millionths) {
        return BigDecimal.valueOf(millionths, 6).toPlainString();
    }
}
