using Microsoft.Extensions.Configuration;
using MigratorSample;
using Zhar.Data;
using Zhar.Data.Migrations;

// Says on its output what happens, a line each: "inside" in the midst of the second migration, where it waits for a line of input; "waiting" when another
// migrator works; at the end "applied" with the versions.
var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(RepoConfiguration.UrlKey, Environment.GetEnvironmentVariable(RepoConfiguration.UrlKey))]).Build();
await using var repo = SampleRepo.Open(RepoConfiguration.Read(configuration, nameof(SampleRepo)));
var applied = await new Migrator(repo, MigrationSource.Of(typeof(CreateNotes), typeof(FillNotes)), new MigratorOptions(), new Output()).Up();
Console.WriteLine(applied.Count == 0 ? "applied nothing" : $"applied {string.Join(", ", applied)}");
