namespace Zhar.Data.Tests;

/// <summary>A dialect for values that go to no database.</summary>
internal abstract class TestDialect : Dialect
{
    public override string Name => "test";
}
