package consort.coordinator.cli;

import consort.certs.Address;
import consort.certs.Authority;
import consort.certs.Name;
import consort.coordinator.loop.LedgerFolder;
import consort.ledger.disk.FileDisk;
import consort.ledger.entry.CharterDocument;
import consort.ledger.json.JsonException;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonValue;
import consort.ledger.note.SignerKey;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code init}: founds a consortium. */
@Command(name = "init", mixinStandardHelpOptions = true,
        description = "Found a consortium: its certificate authority, its log key, its charter and its ledger.")
final class InitCommand implements Callable<Integer> {

    static final Duration AUTHORITY_LIFETIME = Duration.ofDays(3650);
    private static final Map<String, String> OPTIONS = Map.ofEntries(
            Map.entry("domain", "domain"),
            Map.entry("rateMinorPerHour", "rate"),
            Map.entry("rateNote", "rate-note"),
            Map.entry("share", "share"),
            Map.entry("outcomes", "outcomes"),
            Map.entry("settlement", "settlement"),
            Map.entry("disputeDays", "dispute-days"),
            Map.entry("witnessQuorum", "witnesses"),
            Map.entry("operatedBy", "operated-by"),
            Map.entry("references", "references"),
            Map.entry("terms.capMinor", "maximum-liability"),
            Map.entry("terms.floorMinor", "minimum-share"),
            Map.entry("terms.commitmentMillis", "commitment-hours"),
            Map.entry("terms.periodDays", "period-days"),
            Map.entry("metering.pueMilli", "pue-milli"),
            Map.entry("metering.gramsPerKwh", "grams-per-kwh"),
            Map.entry("modelLicense", "model-license"),
            Map.entry("modelOwnership", "model-ownership"),
            Map.entry("leavers", "leavers"),
            Map.entry("approvals", "approvals"));

    @Parameters(paramLabel = "DIR", description = "folder to make; must be new or empty")
    private Path dir;

    @Option(names = "--consortium", required = true, description = "name: a-z, 0-9 and -")
    private Name consortium;

    @Option(names = "--domain", required = true, description = "a DNS name you control; with the name, the ledger's origin")
    private String domain;

    @Option(names = "--address", required = true, paramLabel = "HOST:PORT", description = "where members reach the coordinator")
    private Address address;

    @Option(names = "--listen", paramLabel = "HOST:PORT", description = "where it listens (default: all interfaces)")
    private Address listen;

    @Option(names = "--currency", defaultValue = "EUR", description = "ISO 4217 (default: ${DEFAULT-VALUE})")
    private String currency;

    @Option(names = "--rate", defaultValue = "1.84", description = "price of a device hour (default: ${DEFAULT-VALUE})")
    private BigDecimal rate;

    @Option(names = "--rate-note", defaultValue = "a placeholder: agree on a rate before you rely on a bill",
            description = "what the rate stands for")
    private String rateNote;

    @Option(names = "--share", split = ",", defaultValue = "byBenefit=70,tiered=20,equal=10", paramLabel = "PART=PERCENT",
            description = "how the pool is shared (default: ${DEFAULT-VALUE})")
    private Map<String, Long> share;

    @Option(names = "--outcomes", split = ",", defaultValue = "accepted=1000,evaluated=1000,late=500,refused=0,failed=0",
            paramLabel = "OUTCOME=PERMILLE", description = "thousandths of device time that count (default: ${DEFAULT-VALUE})")
    private Map<String, Long> outcomes;

    @Option(names = "--settlement", defaultValue = "transfers", description = "transfers or none (default: ${DEFAULT-VALUE})")
    private String settlement;

    @Option(names = "--maximum-liability", paramLabel = "AMOUNT",
            description = "what a member bears at most of a period's bill (default: no limit)")
    private BigDecimal maximumLiability;

    @Option(names = "--minimum-share", paramLabel = "AMOUNT",
            description = "what a member bears at least of a period's bill, as far as there is a bill (default: nothing)")
    private BigDecimal minimumShare;

    @Option(names = "--commitment-hours", paramLabel = "HOURS",
            description = "normalized device time that a member promises in each period; what it lends less, at the rate, is added to what"
                    + " it bears at least (default: none)")
    private BigDecimal commitmentHours;

    @Option(names = "--period-days", paramLabel = "N", description = "days that a period lasts at least; a cap, a minimum share and a"
            + " commitment are for one period (default: any length)")
    private long periodDays;

    @Option(names = "--whole-periods",
            description = "who joins or leaves within a period bears as much as if it had taken part in all of it (default: by its days)")
    private boolean wholePeriods;

    @Option(names = "--model-license", paramLabel = "TEXT", description = "on what terms models may be used (default: nothing is said)")
    private String modelLicense;

    @Option(names = "--model-ownership", paramLabel = "TEXT", description = "whose the models are (default: nothing is said)")
    private String modelOwnership;

    @Option(names = "--leavers", paramLabel = "TEXT", description = "rights and duties of those who leave (default: nothing is said)")
    private String leavers;

    @Option(names = "--pue-milli", paramLabel = "N",
            description = "Thousandths of a site's energy by its devices', as 1300: stated in the charter, for carbon beside the bills; not"
                    + " said by default.")
    private Long pueMilli;

    @Option(names = "--grams-per-kwh", paramLabel = "N",
            description = "Grams of CO2 equivalent of a kilowatt-hour: stated in the charter, for carbon beside the bills; not said by default.")
    private Long gramsPerKwh;

    @Option(names = "--references", paramLabel = "FILE",
            description = "reference speeds by which device time is normalized; docs/operate.md describes the file (default: none)")
    private Path references;

    @Option(names = "--approvals", defaultValue = "0", paramLabel = "K",
            description = "members that must approve a job before it runs (default: 0)")
    private int approvals;

    @Mixin
    private WitnessOptions witnessing;

    @Option(names = "--dispute-days", defaultValue = "30", description = "days in which a bill can be disputed (default: 30)")
    private int disputeDays;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        CharterDocument charter = charter();
        Address listening = listen == null ? new Address("0.0.0.0", address.port()) : listen;
        CoordinatorFolder folder = new CoordinatorFolder(dir);
        makeFolder(folder);
        SecureRandom random = new SecureRandom();
        Instant now = Instant.now();
        Authority authority = Authority.found(consortium, AUTHORITY_LIFETIME, now, random);
        authority.save(folder.keys());
        byte[] seed = new byte[SignerKey.SEED_BYTES];
        random.nextBytes(seed);
        SignerKey logKey = SignerKey.fromSeed(charter.origin(), seed);
        folder.logKeys().found(logKey);
        LedgerFolder.found(new FileDisk(folder.ledger()), charter, authority.certificate().fingerprint().hex(), logKey,
                now.toEpochMilli());
        folder.operator(random, now);
        // Last: what has this file is complete.
        Files.writeString(folder.config(), config(address, listening));
        spec.commandLine().getOut().println("founded " + charter.origin() + " in " + dir
                + "\n  authority " + authority.certificate().fingerprint()
                + "\n  log key   " + logKey.verifierKey()
                + "\n  charter   " + charter.digest()
                + "\nKeep a backup of " + folder.keys() + ": nothing can replace it."
                + "\nNext: consort coordinator serve " + dir);
        return 0;
    }

    private CharterDocument charter() {
        JsonObject.Builder json = JsonObject.builder()
                .put("consortium", consortium.value())
                .put("domain", domain)
                .put("currency", currency)
                .put("rateMinorPerHour", minor("--rate", rate))
                .put("rateNote", rateNote)
                .put("share", object("--share", share))
                .put("settlement", settlement)
                .put("outcomes", object("--outcomes", outcomes))
                .put("approvals", approvals)
                .put("disputeDays", disputeDays);
        witnessing.put(json);
        terms().ifPresent(terms -> json.put("terms", terms));
        putIfSaid(json, "modelLicense", modelLicense);
        putIfSaid(json, "modelOwnership", modelOwnership);
        putIfSaid(json, "leavers", leavers);
        Optional<ReferencesFile> speeds = Optional.ofNullable(references).map(ReferencesFile::read);
        speeds.ifPresent(file -> json.put("references", file.references()));
        json.put("metering", metering());
        try {
            return CharterDocument.parse(json.build().canonicalBytes());
        } catch (JsonException unfit) {
            throw speeds.flatMap(file -> file.fault(unfit)).map(RuntimeException.class::cast).orElseGet(() ->
                    new CommandException(ExitCode.USAGE, "the charter cannot be: " + inOptions(unfit.getMessage())));
        }
    }

    /** Nothing when nothing is agreed: a charter has no empty terms. */
    private Optional<JsonObject> terms() {
        JsonObject.Builder terms = JsonObject.builder().put("byDay", !wholePeriods);
        putUnlessZero(terms, "floorMinor", minimumShare == null ? 0 : minor("--minimum-share", minimumShare));
        putUnlessZero(terms, "commitmentMillis", commitmentHours == null ? 0 : millis(commitmentHours));
        putUnlessZero(terms, "periodDays", periodDays);
        if (maximumLiability != null) {
            terms.put("capMinor", minor("--maximum-liability", maximumLiability));
        }
        JsonObject built = terms.build();
        return wholePeriods && built.members().size() == 1 ? Optional.empty() : Optional.of(built);
    }

    private static void putUnlessZero(JsonObject.Builder json, String name, long value) {
        if (value != 0) {
            json.put(name, value);
        }
    }

    private static long millis(BigDecimal hours) {
        if (hours.signum() < 0) {
            throw new CommandException(ExitCode.USAGE, "--commitment-hours " + hours.toPlainString() + " is less than nothing");
        }
        try {
            return hours.multiply(BigDecimal.valueOf(3_600_000)).longValueExact();
        } catch (ArithmeticException fraction) {
            throw new CommandException(ExitCode.USAGE, "--commitment-hours " + hours + " is no whole number of milliseconds");
        }
    }

    /** What devices and counters allow is looked at in every consortium; figures for carbon only where they are said. */
    private JsonObject metering() {
        JsonObject.Builder json = JsonObject.builder();
        if (pueMilli != null) {
            json.put("pueMilli", pueMilli);
        }
        if (gramsPerKwh != null) {
            json.put("gramsPerKwh", gramsPerKwh);
        }
        return json.build();
    }

    /** The charter's fields are the options, but for their spelling. */
    private static String inOptions(String message) {
        String text = message;
        for (Map.Entry<String, String> option : OPTIONS.entrySet()) {
            text = text.replace("field '" + option.getKey(), "'--" + option.getValue());
        }
        // A part of an option, as in --share byBenefit=70.
        return text.replaceAll("'(--[a-z]+)\\.(\\w+)'", "$2=… in $1");
    }

    private static void putIfSaid(JsonObject.Builder json, String name, String text) {
        if (text != null) {
            json.put(name, text);
        }
    }

    private long minor(String option, BigDecimal amount) {
        if (amount.signum() < 0) {
            throw new CommandException(ExitCode.USAGE, option + " " + amount + " is less than nothing");
        }
        try {
            return amount.scaleByPowerOfTen(Currency.getInstance(currency).getDefaultFractionDigits()).longValueExact();
        } catch (IllegalArgumentException unknown) {
            throw new CommandException(ExitCode.USAGE, "--currency " + currency + " is no currency of ISO 4217: use its three capital letters, as EUR");
        } catch (ArithmeticException fraction) {
            throw new CommandException(ExitCode.USAGE, option + " " + amount + " is no whole number of the smallest units of " + currency
                    + ": use at most " + Currency.getInstance(currency).getDefaultFractionDigits() + " digits after the point");
        }
    }

    private static JsonValue object(String option, Map<String, Long> parts) {
        JsonObject.Builder object = JsonObject.builder();
        parts.forEach((name, value) -> {
            if (Math.abs(value) > 1000) {
                throw new CommandException(ExitCode.USAGE, option + " " + name + "=" + value
                        + " is out of bounds: " + (option.equals("--share") ? "percent, 0 to 100, 100 in all" : "thousandths, 0 to 1000"));
            }
            object.put(name, value);
        });
        return object.build();
    }

    private static void makeFolder(CoordinatorFolder folder) throws IOException {
        if (Files.exists(folder.root()) && !Files.isDirectory(folder.root())) {
            throw new CommandException(ExitCode.USAGE, folder.root() + " is a file: choose a new folder");
        }
        Files.createDirectories(folder.root());
        try (Stream<Path> content = Files.list(folder.root())) {
            if (content.findAny().isPresent()) {
                throw new CommandException(ExitCode.USAGE, folder.root() + " is not empty: choose a new folder");
            }
        }
        Files.createDirectory(folder.keys());
        Files.createDirectory(folder.certificates());
        Files.createDirectory(folder.ledger());
    }

    private static String config(Address address, Address listen) {
        return """
                # A Consort coordinator. docs/operate.md describes every key; these two are enough.
                address: "%s"
                listen: "%s"
                """.formatted(address, listen);
    }
}
