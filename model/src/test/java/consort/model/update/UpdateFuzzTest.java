package consort.model.update;

import static org.assertj.core.api.Assertions.assertThat;

import consort.fuzz.DecoderFuzzTest;
import consort.model.sum.Scales;
import consort.model.tensor.FloatTensor;
import consort.model.tensor.Layout;
import consort.model.tensor.Limits;
import consort.model.tensor.MemorySource;
import consort.model.tensor.TensorType;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Updates as the coordinator takes them from workers.
class UpdateFuzzTest extends DecoderFuzzTest {
    private static final Map<String, TensorType> TENSORS =
            Map.of("a", TensorType.float32(3), "b", TensorType.float32(1));
    private static final UpdateRules RULES =
            new UpdateRules(Layout.of(TENSORS), Scales.DEFAULT, 5_000_000, Limits.DEFAULT);

    @Override
    protected List<byte[]> seeds() {
        return List.of(update(0.5f, -0.25f, 4, 0), update(0, -0f, Float.MIN_VALUE, 1));
    }

    /// The check reads elements through buffers of half a megabyte.
    @Override
    protected long maxAllocatedBytes(int inputBytes) {
        return (1L << 20) + super.maxAllocatedBytes(inputBytes);
    }

    @Override
    protected boolean accepts(byte[] input) throws IOException {
        return switch (UpdateCheck.check(new MemorySource(input), RULES)) {
            case Verdict.Refused(Refusal reason, String text) -> {
                assertThat(text).isNotBlank();
                yield false;
            }
            case Verdict.Accepted(long normMillionths) -> {
                assertThat(normMillionths).isBetween(0L, RULES.maxNormMillionths());
                Map<String, FloatTensor> tensors = FloatTensor.decode(new MemorySource(input));
                assertThat(tensors.keySet()).containsExactlyInAnyOrderElementsOf(TENSORS.keySet());
                double squares = 0;
                for (FloatTensor tensor : tensors.values()) {
                    for (float value : tensor.values()) {
                        assertThat(Math.abs(value)).isLessThan(32);
                        squares += (double) value * value;
                    }
                }
                assertThat(normMillionths / 1e6).isBetween(Math.sqrt(squares), Math.sqrt(squares) + 2e-6);
                yield true;
            }
        };
    }

    private static byte[] update(float a0, float a1, float a2, float b) {
        return FloatTensor.encode(new TreeMap<>(Map.of("a", FloatTensor.of(a0, a1, a2), "b", FloatTensor.of(b))));
    }
}
