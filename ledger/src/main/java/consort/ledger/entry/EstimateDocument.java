package consort.ledger.entry;

import consort.ledger.json.JsonException;
import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonValue;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * What a run of a job is expected to take, as the coordinator worked it out when the job was submitted. It is a forecast: nothing
 * is billed by it. All of it holds as long as no round is abandoned or waits for workers.
 *
 * @param job digest of the {@link JobDocument}
 * @param modelBytes a model that a round makes
 * @param updateBytes an update
 * @param wallMillis from the first round's opening to the run's end
 * @param deviceMillis of all workers together; the sum over a full cohort in each round
 * @param diskBytes what the run adds at the coordinator, besides its initial model, with the retention there is
 * @param deviceMemoryBytes on each device: weights and gradients, without the trainer's own needs
 * @param currency of the amounts, as in the charter
 * @param poolMinor what all its device time costs
 * @param workers counted: those that could take part
 * @param unseenWorkers how many of them have not been connected since the coordinator started; each counts as one device
 * @param members sorted by name
 */
public record EstimateDocument(
        String job,
        Figure modelBytes,
        Figure updateBytes,
        Figure wallMillis,
        Figure deviceMillis,
        Figure diskBytes,
        Figure deviceMemoryBytes,
        String currency,
        Figure poolMinor,
        int workers,
        int unseenWorkers,
        List<Line> members) implements Document {

    private static final int MAX_WORKERS = Limits.MAX_MEMBERS * Limits.MAX_WORKERS_PER_ORGANIZATION;

    public EstimateDocument {
        members = List.copyOf(members);
    }

    /** What a figure rests on. */
    public enum Basis {
        /** It follows from the job and the model. */
        EXACT,
        /** An upper bound, by the lengths of leases. */
        AT_MOST,
        /** A lower bound. */
        AT_LEAST,
        /** By what workers' benchmarks measured. */
        MEASURED;

        public String text() {
            return Fields.text(this);
        }
    }

    /**
     * A number and what it rests on.
     *
     * @param value 0 or more; one beyond 2^53 - 1 is given as that
     */
    public record Figure(long value, Basis basis) {

        public static Figure exact(long value) {
            return new Figure(value, Basis.EXACT);
        }

        public static Figure atMost(long value) {
            return new Figure(value, Basis.AT_MOST);
        }

        public static Figure atLeast(long value) {
            return new Figure(value, Basis.AT_LEAST);
        }

        public static Figure measured(long value) {
            return new Figure(value, Basis.MEASURED);
        }

        static Figure read(JsonFields json, String field) {
            JsonFields figure = json.object(field);
            Figure read = new Figure(
                    figure.integer("value", 0, JsonValue.MAX_INTEGER), Fields.constant(figure, "basis", Basis.class));
            figure.end();
            return read;
        }

        /** {@code {"basis":"at-most","value":1}}. */
        public JsonObject json() {
            return JsonObject.builder().put("value", value).put("basis", basis.text()).build();
        }
    }

    /**
     * One member's part. Each line holds for itself: as cohorts are chosen at random, the lines need not sum to the whole.
     *
     * @param workers of its own that were counted
     * @param deviceMillis of its workers
     * @param downBytes models that its workers fetch, each once
     * @param upBytes updates that they send
     * @param creditMinor what its device time earns
     * @param shareMinor what it bears of {@code poolMinor}; its net is between this, to pay, and its credit, to receive
     */
    public record Line(String organization, int workers, Figure deviceMillis, Figure downBytes, Figure upBytes, Figure creditMinor,
            Figure shareMinor) {

        static Line read(JsonFields json) {
            return new Line(Fields.name(json, "organization"), json.count("workers", 0, Limits.MAX_WORKERS_PER_ORGANIZATION),
                    Figure.read(json, "deviceMillis"), Figure.read(json, "downBytes"), Figure.read(json, "upBytes"),
                    Figure.read(json, "creditMinor"), Figure.read(json, "shareMinor"));
        }

        JsonObject json() {
            return JsonObject.builder()
                    .put("organization", organization)
                    .put("workers", workers)
                    .put("deviceMillis", deviceMillis.json())
                    .put("downBytes", downBytes.json())
                    .put("upBytes", upBytes.json())
                    .put("creditMinor", creditMinor.json())
                    .put("shareMinor", shareMinor.json())
                    .build();
        }
    }

    /** A member's part; empty for one that joined later. */
    public Optional<Line> line(String organization) {
        return members.stream().filter(line -> line.organization().equals(organization)).findFirst();
    }

    /**
     * Reads the stored form.
     *
     * @throws JsonException naming the field, what was expected and what was found
     */
    public static EstimateDocument parse(byte[] canonical) {
        JsonFields json = JsonObject.parse(canonical, Limits.MAX_DOCUMENT_BYTES).fields();
        EstimateDocument estimate = new EstimateDocument(
                Fields.digest(json, "job"),
                Figure.read(json, "modelBytes"),
                Figure.read(json, "updateBytes"),
                Figure.read(json, "wallMillis"),
                Figure.read(json, "deviceMillis"),
                Figure.read(json, "diskBytes"),
                Figure.read(json, "deviceMemoryBytes"),
                json.text("currency", CharterDocument.CURRENCY, "three letters of ISO 4217"),
                Figure.read(json, "poolMinor"),
                json.count("workers", 0, MAX_WORKERS),
                json.count("unseenWorkers", 0, MAX_WORKERS),
                json.objects("members", Limits.MAX_MEMBERS, Line::read));
        json.end();
        List<String> names = estimate.members.stream().map(Line::organization).toList();
        if (new HashSet<>(names).size() != names.size() || !names.equals(names.stream().sorted().toList())) {
            throw json.error("members", "organizations sorted by name, none twice");
        }
        return estimate;
    }

    @Override
    public JsonObject json() {
        return JsonObject.builder()
                .put("job", job)
                .put("modelBytes", modelBytes.json())
                .put("updateBytes", updateBytes.json())
                .put("wallMillis", wallMillis.json())
                .put("deviceMillis", deviceMillis.json())
                .put("diskBytes", diskBytes.json())
                .put("deviceMemoryBytes", deviceMemoryBytes.json())
                .put("currency", currency)
                .put("poolMinor", poolMinor.json())
                .put("workers", workers)
                .put("unseenWorkers", unseenWorkers)
                .put("members", members.stream().map(Line::json).toList())
                .build();
    }
}
