package consort.examples.demo;

/** The job that the demo submits; {@code examples/jobs} explains the fields. */
final class JobFile {

    private JobFile() {}

    static String yaml(Setting setting) {
        Recipe recipe = setting.recipe();
        int workers = setting.organizations().size();
        StringBuilder settings = new StringBuilder();
        recipe.settings().forEach((name, value) -> settings.append("  %s: %d%n".formatted(name, value)));
        return """
                name: demo-%s
                trainer: %s
                data: %s
                rounds: %d
                steps: %d
                seed: %d
                weights: assigned-steps
                cohort: { min: %d, max: %d }
                quorum: %d
                gatherSeconds: 60
                roundSeconds: 600
                waitSeconds: 120
                dropoutSeconds: 60
                maxAbandonedRounds: 1
                maxUpdateNorm: 100.0
                maxUpdateBytes: 16777216
                evaluate: { data: %s, seconds: 300 }
                settings:
                %s""".formatted(recipe.option(), recipe.model(),
                recipe.trainData(), setting.options().plannedRounds(), recipe.steps(), setting.options().seed(),
                workers, workers, workers, recipe.testData(), settings);
    }
}
