using System.Reflection;
using System.Reflection.Emit;

namespace Zhar.Data.Tests.Queries;

/// <summary>The application's types become types without its code before the query compiler sees them; what can be said in a query does not suffer from that.</summary>
public sealed class NeutralTypesTests
{
    private static readonly Query<Invoice> Invoices = Query.From<Invoice>();

    [Fact]
    public void A_type_of_an_application_is_replaced_wherever_it_stands()
    {
        var neutral = NeutralTypes.Of(typeof(Invoice));

        Assert.NotEqual(typeof(Invoice), neutral);
        Assert.Same(neutral, NeutralTypes.Of(typeof(Invoice)));
        Assert.Equal(typeof(Dictionary<,>).MakeGenericType(NeutralTypes.Of(typeof(Role)), neutral.MakeArrayType()), NeutralTypes.Of(typeof(Dictionary<Role, Invoice[]>)));
        Assert.Same(typeof(List<string>), NeutralTypes.Of(typeof(List<string>)));
        Assert.False(neutral.IsCollectible);
    }

    [Fact]
    public void Types_that_are_loaded_again_share_theirs()
    {
        var (first, second) = (NeutralTypes.Of(Loaded("Total", "Sum")), NeutralTypes.Of(Loaded("Total", "Sum")));

        Assert.Same(first, second);
        Assert.NotSame(first, NeutralTypes.Of(Loaded("Total", "Count")));
        Assert.NotSame(first, NeutralTypes.Of(Loaded("Other", "Sum")));
    }

    [Fact]
    public void A_type_may_lead_back_to_itself()
    {
        Assert.Equal(typeof(object), NeutralTypes.Of(typeof(Folder)).GetField(nameof(Folder.Inner))!.FieldType);
        Assert.Equal(NeutralTypes.Of(typeof(Folder)), NeutralTypes.Of(typeof(Folder)).GetField(nameof(Folder.Parent))!.FieldType);
    }

    [Fact]
    public void A_filter_over_an_interface_reads_the_field_of_the_record() =>
        Assert.Equal("SELECT i.id FROM invoices i WHERE i.tenant = $1 -- 7", Compiled.Sql(OfTenant(Invoices, 7).Select(i => i.Id), "postgres"));

    [Fact]
    public void An_enum_of_the_application_stays_one_beside_null_and_in_conditions()
    {
        Role? none = null;

        Assert.Equal("SELECT i.id FROM invoices i WHERE i.approver IS NULL OR i.approver = $1 -- 'owner'",
            Compiled.Sql(Invoices.Where(i => i.Approver == none || i.Approver == Role.SuperUser).Select(i => i.Id), "postgres"));
        Assert.Equal("SELECT i.id FROM invoices i WHERE i.approver IS NOT NULL", Compiled.Sql(Invoices.Where(i => i.Approver.HasValue).Select(i => i.Id), "postgres"));
    }

    [Fact]
    public void A_struct_of_the_application_is_compared_as_it_is_stored()
    {
        var number = new InvoiceNumber("2026-1");

        Assert.Equal("SELECT i.id FROM invoices i WHERE i.code = $1 -- '2026-1'", Compiled.Sql(Invoices.Where(i => i.Code == number).Select(i => i.Id), "postgres"));
        Assert.Equal("SELECT i.id FROM invoices i WHERE i.code <> $1 -- '2026-1'", Compiled.Sql(Invoices.Where(i => i.Code != number).Select(i => i.Id), "postgres"));
    }

    [Fact]
    public void A_record_that_a_subquery_makes_can_be_asked_for_its_parts() => Assert.Equal(
        "SELECT DISTINCT t.tenant, t.amount FROM invoices t WHERE t.amount > $1 -- 5",
        Compiled.Sql(Invoices.Select(i => new Total(i.Tenant, i.Amount)).Distinct().Where(t => t.Sum > Five).Select(t => new { t.Tenant, t.Sum }), "postgres"));

    [Fact]
    public void Code_of_the_application_is_refused_by_name()
    {
        var error = Assert.Throws<QueryException>(() => Compiled.Sql(Invoices.Where(i => IsLarge(i.Amount)).Select(i => i.Id), "postgres"));

        Assert.Contains(nameof(IsLarge), error.Message);
    }

    private static int Five => 5;

    private static Query<T> OfTenant<T>(Query<T> query, int tenant)
        where T : class, IOfTenant => query.Where(x => x.Tenant == tenant);

    private static bool IsLarge(int amount) => amount > 100;

    /// <summary>A type as if an application had been loaded with it.</summary>
    private static Type Loaded(string name, string member)
    {
        var type = AssemblyBuilder.DefineDynamicAssembly(new("Application"), AssemblyBuilderAccess.RunAndCollect).DefineDynamicModule("m").DefineType(name, TypeAttributes.Public);
        type.DefineField(member, typeof(int), FieldAttributes.Public);
        return type.CreateType();
    }
}

internal interface IOfTenant
{
    int Tenant { get; }
}

internal sealed record Total(int Tenant, int Sum);

internal sealed class Folder
{
    public Folder? Parent { get; set; }

    public List<Folder> Inner { get; } = [];
}

public readonly record struct InvoiceNumber(string Text);

public sealed class InvoiceNumberType : CustomType<InvoiceNumber, string>
{
    public override string Name => "invoice_number";

    protected override CastResult CastInput(object input) => input is string text ? CastResult.Ok(new InvoiceNumber(text)) : CastResult.Invalid();

    protected override string ToStored(InvoiceNumber value) => value.Text;

    protected override InvoiceNumber FromStored(string stored) => new(stored);
}

[Schema("invoices")]
public partial record Invoice : IOfTenant
{
    [PrimaryKey] public long Id { get; init; }
    public int Tenant { get; init; }
    public int Amount { get; init; }
    public Role? Approver { get; init; }
    [FieldType(typeof(InvoiceNumberType))] public InvoiceNumber Code { get; init; }
}
