using Xunit;
using Zhar.Conformance;

namespace Zhar.Data.Conformance.Changesets;

/// <summary>What the cases of changesets share.</summary>
public abstract class ChangesetCase(ITestOutputHelper output) : ConformanceTest(output)
{
    private protected static Params Json(string text) => Params.FromJson(text);

    private protected static Params Query(string text) => Params.FromQuery(text);

    private protected static Author Stored(Author author) => author.PutMeta(Meta.Loaded);

    private protected static Book Stored(int id, string title) => new Book { Id = id, Title = title }.PutMeta(Meta.Loaded);

    private protected static Author WithBooks(params Book[] books) => Stored(new Author { Id = 1, Books = [.. books] });

    private protected static ChangesetError OnlyError(Changeset changeset) => Check.Single(changeset.Errors);
}
