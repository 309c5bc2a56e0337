package consort.ledger.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.fuzz.Seed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class JsonTest {

    @Test
    void writesTheCanonicalFormOfRfc8785() {
        JsonObject object = JsonObject.builder()
                .put("\u20ac", "Euro Sign").put("\r", "Carriage Return").put("\ufb33", "Hebrew Letter Dalet With Dagesh")
                .put("1", "One").put("\ud83d\ude00", "Emoji: Grinning Face").put("\u0080", "Control")
                .put("\u00f6", "Latin Small Letter O With Diaeresis")
                .build();
        assertThat(object.members().values()).extracting(value -> ((JsonString) value).value()).containsExactly(
                "Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign",
                "Emoji: Grinning Face", "Hebrew Letter Dalet With Dagesh");
        assertThat(new JsonString("\u20ac$\u000F\nA'B\"\\\\\"/\b\f\t\u007f").canonicalText())
                .isEqualTo("\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\\b\\f\\t\u007f\"");
        assertThat(JsonObject.builder().put("b", List.of(new JsonInteger(-5), new JsonBoolean(true))).put("a", JsonObject.EMPTY)
                .build().canonicalText()).isEqualTo("{\"a\":{},\"b\":[-5,true]}");
    }

    @Test
    void readsBackWhateverItWrites() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 500; i++) {
            JsonObject object = randomObject(random, 4);
            byte[] bytes = object.canonicalBytes();
            assertThat(JsonObject.parse(bytes, bytes.length)).isEqualTo(object);
        }
    }

    @Test
    void refusesEverythingThatIsNotCanonical() {
        for (String text : List.of("", "[]", "1", "\"x\"", "{", "{}}", "{} ", " {}", "\uFEFF{}", "{}{}", "{\"a\" :1}", "{\"a\":1,}",
                "{\"b\":1,\"a\":1}", "{\"a\":1,\"a\":1}", "{\"a\":1,\"\\u0061\":2}", "{\"a\":\"\\u0041\"}", "{\"a\":\"\\/\"}",
                "{\"a\":\"\\u000A\"}", "{\"a\":\"\\u001F\"}", "{\"a\":\"\\ud800\"}", "{\"a\":-0}", "{\"a\":01}", "{\"a\":1.0}",
                "{\"a\":1e3}", "{\"a\":1E0}", "{\"a\":NaN}", "{\"a\":+1}", "{\"a\":9007199254740992}", "{\"a\":-9007199254740992}",
                "{\"a\":123456789012345678901234567890}", "{\"a\":null}", "{\"a\":tru}", "{'a':1}", "{a:1}", "{\"a\":1}//x",
                "{\"a\":\"\n\"}", "{\"a\":[1,]}", "{\"a\"}")) {
            assertThatThrownBy(() -> parse(text)).as(text).isInstanceOf(JsonException.class);
        }
        assertThat(parse("{\"a\":9007199254740991}").fields().integer("a", 0, Long.MAX_VALUE)).isEqualTo(JsonValue.MAX_INTEGER);
    }

    @Test
    void refusesInvalidUtf8() {
        for (int[] sequence : new int[][] {{0xFF}, {0xC0, 0x80}, {0xED, 0xA0, 0x80}, {0xF4, 0x90, 0x80, 0x80}, {0xC3}}) {
            byte[] bytes = "{\"a\":\"....\"}".getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < sequence.length; i++) {
                bytes[6 + i] = (byte) sequence[i];
            }
            assertThatThrownBy(() -> JsonObject.parse(bytes, 100)).isInstanceOf(JsonException.class).hasMessageContaining("UTF-8");
        }
        assertThatThrownBy(() -> new JsonString("\uDC00")).isInstanceOf(JsonException.class);
    }

    @Test
    void limitsDepthAndSize() {
        String deep = "{\"a\":" + "[".repeat(15) + "]".repeat(15) + "}";
        assertThat(parse(deep).canonicalText()).isEqualTo(deep);
        assertThatThrownBy(() -> parse("{\"a\":" + "[".repeat(16) + "]".repeat(16) + "}")).isInstanceOf(JsonException.class);
        assertThatThrownBy(() -> parse("{\"a\":" + "[".repeat(1 << 19))).isInstanceOf(JsonException.class);
        assertThatThrownBy(() -> JsonObject.parse("{\"a\":1}".getBytes(StandardCharsets.UTF_8), 6))
                .hasMessage("JSON of 7 bytes; at most 6 are read here");
    }

    @Test
    void saysWhereAndWhat() {
        assertThatThrownBy(() -> parse("{\"a\":1.5}")).hasMessage("field 'a': only integers are allowed, found 1.5");
        assertThatThrownBy(() -> parse("{\"a\":1,\"a\":1}")).hasMessage("field 'a' appears twice");
        assertThatThrownBy(() -> parse("{\"a\": 1}"))
                .hasMessage("JSON not in canonical form (RFC 8785): at character 5 expected \"1}\", found \" 1}\"");
    }

    @Test
    void readsFieldsOfEveryKind() {
        JsonObject object = JsonObject.builder()
                .put("steps", 5).put("name", "x").put("late", false)
                .putTexts("tags", List.of("a", "b")).putTexts("priv", Map.of("host", "00"))
                .put("plan", JsonObject.builder().put("rounds", 3).build())
                .put("items", List.of(JsonObject.builder().put("n", 1).build(), JsonObject.builder().put("n", 2).build()))
                .build();
        JsonFields fields = parse(object.canonicalText()).fields();
        assertThat(fields.count("steps", 1, 10)).isEqualTo(5);
        assertThat(fields.text("name", 5)).isEqualTo("x");
        assertThat(fields.flag("late")).isFalse();
        assertThat(fields.texts("tags", 2, 1)).containsExactly("a", "b");
        assertThat(fields.textMap("priv", 1, 2)).containsExactly(Map.entry("host", "00"));
        JsonFields plan = fields.object("plan");
        assertThat(plan.integer("rounds", 0, 9)).isEqualTo(3);
        plan.end();
        assertThat(fields.objects("items", 2, item -> item.count("n", 0, 9))).containsExactly(1, 2);
        assertThat(fields.has("absent")).isFalse();
        fields.end();
    }

    @Test
    void namesTheFieldTheExpectationAndTheValue() {
        JsonFields fields = JsonObject.builder().put("steps", "x").put("n", 11).put("odd", true)
                .put("plan", List.of(JsonObject.builder().put("rounds", -1).build()))
                .build().fields();
        assertThatThrownBy(() -> fields.integer("steps", 1, 9)).hasMessage("field 'steps': expected an integer within 1...9, found \"x\"");
        assertThatThrownBy(() -> fields.integer("n", 1, 9)).hasMessage("field 'n': expected an integer within 1...9, found 11");
        assertThatThrownBy(() -> fields.text("n", 9)).hasMessage("field 'n': expected a string of 1 to 9 characters, found 11");
        assertThatThrownBy(() -> fields.text("steps", Pattern.compile("[0-9]+"), "digits"))
                .hasMessage("field 'steps': expected digits, found \"x\"");
        assertThatThrownBy(() -> fields.flag("n")).hasMessage("field 'n': expected true or false, found 11");
        assertThatThrownBy(() -> fields.integer("gone", 1, 9)).hasMessage("field 'gone' is missing");
        assertThatThrownBy(() -> fields.objects("plan", 5, item -> item.integer("rounds", 0, 9)))
                .hasMessage("field 'plan[0].rounds': expected an integer within 0...9, found -1");
        assertThatThrownBy(() -> fields.objects("plan", 0, item -> item)).hasMessageContaining("at most 0 items, found 1");
        assertThatThrownBy(fields::end).hasMessageStartingWith("field 'odd' is unknown here; known are [");
        assertThat(fields.error("n", "a prime below 11")).hasMessage("field 'n': expected a prime below 11, found 11");
    }

    @Test
    void setsAFieldOnlyOnce() {
        assertThatThrownBy(() -> JsonObject.builder().put("a", 1).put("a", 2)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> JsonObject.builder().put("a", 1L << 53)).isInstanceOf(JsonException.class);
    }

    private static JsonObject parse(String text) {
        return JsonObject.parse(text.getBytes(StandardCharsets.UTF_8), 1 << 20);
    }

    private static JsonObject randomObject(SplittableRandom random, int depth) {
        TreeMap<String, JsonValue> members = new TreeMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            members.put(randomText(random), randomValue(random, depth - 1));
        }
        return new JsonObject(members);
    }

    private static JsonValue randomValue(SplittableRandom random, int depth) {
        return switch (random.nextInt(depth > 0 ? 5 : 3)) {
            case 0 -> new JsonInteger(random.nextLong(-JsonValue.MAX_INTEGER, JsonValue.MAX_INTEGER + 1) >> random.nextInt(54));
            case 1 -> new JsonString(randomText(random));
            case 2 -> new JsonBoolean(random.nextBoolean());
            case 3 -> {
                List<JsonValue> items = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    items.add(randomValue(random, depth - 1));
                }
                yield new JsonArray(items);
            }
            default -> randomObject(random, depth);
        };
    }

    private static String randomText(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            int codePoint = random.nextInt(random.nextBoolean() ? 0x80 : Character.MAX_CODE_POINT + 1);
            if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
                text.appendCodePoint(codePoint);
            }
        }
        return text.toString();
    }

    @Test
    void aStringIsWholeExactlyWhenItHasAFormInUtf8() {
        long seed = Seed.get();
        Random random = new Random(seed);
        char[] kinds = {'a', '\u00e9', '\ud800', '\udbff', '\udc00', '\udfff', '\uffff'};
        for (int i = 0; i < 2000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(5); length > 0; length--) {
                text.append(kinds[random.nextInt(kinds.length)]);
            }
            boolean whole = StandardCharsets.UTF_8.newEncoder().canEncode(text);
            if (whole) {
                assertThat(new JsonString(text.toString()).value()).hasToString(text.toString());
            } else {
                assertThatThrownBy(() -> new JsonString(text.toString())).as("seed %d", seed).isInstanceOf(JsonException.class);
            }
        }
    }

    @Test
    void saysWhatIsMalformedInItsOwnWords() {
        assertThatThrownBy(() -> JsonObject.parse("{".getBytes(StandardCharsets.UTF_8), 100)).isInstanceOf(JsonException.class)
                .hasMessageContaining("line: 1, column: 1").hasMessageNotContaining("Source");
    }
}
