using System.Reflection;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace Zhar.Data.Conformance;

/// <summary>
/// One row of a case for each database, in the argument <c>database</c>: <c>[Theory, OnDatabases] public Task DATA_036(Database database)</c>.
/// A row whose server is not there is skipped and says how to have one; one whose database is in <see cref="Without"/> names the feature.
/// </summary>
/// <param name="lacking">The feature, when some databases lack it: "exclusion constraints".</param>
/// <param name="without">The databases that lack it.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnDatabasesAttribute(string? lacking = null, params Database[] without) : DataAttribute
{
    public string? Lacking => lacking;

    public IReadOnlyList<Database> Without => without;

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([.. Enum.GetValues<Database>().Select(ITheoryDataRow (database) => new TheoryDataRow(database) { Skip = ReasonToSkip(database) })]);

    public override bool SupportsDiscoveryEnumeration() => true;

    private string? ReasonToSkip(Database database) =>
        without.Contains(database) ? $"{database} lacks {lacking}" : Databases.ReasonToSkip(database);
}
