namespace ParityTests.Kinds;

/// <summary>Swin Transformers of both versions: one family of fixtures each, of four kinds.</summary>
internal sealed class SwinFixtures : IFixtureKind
{
    public bool Runs(string family) => family is "swin-v1" or "swin-v2";

    public void Run(Fixture fixture, Comparison comparison)
    {
        if (fixture.Sidecar["procedure"] is not null)
            SwinTraining.Run(fixture, comparison);
        else if (fixture.Sidecar["pretrain_config"] is not null)
            SwinTransfer.Run(fixture, comparison);
        else if (fixture.Names.Any(name => name.StartsWith("output/logits_", StringComparison.Ordinal)))
            SwinPadding.Run(fixture, comparison);
        else
            SwinComparison.Run(fixture, comparison);
    }
}
