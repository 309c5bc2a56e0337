package consort.model.aggregate;

import consort.model.tensor.ByteSink;
import java.io.IOException;

/// A rule by which updates become the next model. Equal input gives equal bytes on every machine.
public sealed interface AggregationRule permits FedAvg, TrimmedMean {
    /// SHA-256, in hexadecimal, of the server state of a rule that keeps none: of no bytes.
    String EMPTY_SERVER_STATE = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /// Writes the next model as a canonical file. Sources must stay readable until this returns or throws; afterwards
    /// nothing reads them any more.
    ///
    /// @throws AggregationException if an update cannot be summed or the result would not be finite
    /// @throws consort.model.tensor.TensorFormatException if the previous model is no safetensors file
    /// @throws consort.model.tensor.LayoutException if the previous model lacks a trainable tensor
    /// @throws IOException if a source cannot be read or the sink cannot be written
    void aggregate(AggregationInput input, ByteSink out, Lanes lanes) throws IOException;

    /// The rule that a round names.
    ///
    /// @throws IllegalArgumentException if this program does not have it
    static AggregationRule of(String ruleVersion) {
        if (ruleVersion.equals(FedAvg.RULE_VERSION)) {
            return new FedAvg();
        }
        throw new IllegalArgumentException("unknown aggregation rule '" + ruleVersion + "'; this program has "
                + FedAvg.RULE_VERSION);
    }
}
