namespace Zhar.Cli.Tests;

/// <summary>Tests with the installed command: packing and installing takes longer than most of them, so it is done once.</summary>
[CollectionDefinition(InstalledTool.Tests)]
public sealed class InstalledToolTests : ICollectionFixture<InstalledTool>;
