using Zhar.Data.Migrations;

namespace Zhar.Data.Conformance.Writes;

[Migration(1)]
public sealed class CreateTables : Migration
{
    public override void Change()
    {
        Create.Table("clubs", t => t.String("name").NotNull());
        Create.Table("members", t =>
        {
            t.String("name").NotNull();
            t.String("email");
            t.Integer("age");
            t.String("rank").NotNull();
            t.String("secret");
            t.String("motto").Default("carpe diem");
            t.References("club_id", "clubs");
            t.Json("home");
            t.Json("travels");
            t.Timestamps();
        });
        Create.UniqueIndex("members", "email");
        Create.Check("members", "age_positive", "age > 0");
        Create.Table("notes", t =>
        {
            t.Uuid("id").PrimaryKey();
            t.String("text").NotNull();
            t.References("member_id", "members");
        });
        Create.UniqueIndex("notes", "text");
        Create.Table("labels", t => t.String("name").NotNull());
        Create.Table("members_labels", t =>
        {
            t.References("member_id", "members").NotNull();
            t.References("label_id", "labels").NotNull();
        });
        Create.UniqueIndex("members_labels", ["member_id", "label_id"]);
        Create.Table("accounts", t =>
        {
            t.Integer("balance").NotNull();
            t.Integer("version");
        });
        Create.Table("seats", t =>
        {
            t.Integer("row_number").PrimaryKey();
            t.Integer("place").PrimaryKey();
            t.String("guest");
        });
        Create.Table("facts", t =>
        {
            t.DateTimeUtc("at");
            t.DateTimeUtc("utc");
            t.DateTime("local");
            t.Decimal("amount", 20, 4);
            t.Uuid("key");
            t.Boolean("flag").NotNull();
            t.Double("ratio");
            t.Date("day");
            t.Time("hour");
            t.Binary("raw");
            t.Array("words", ColumnType.Text);
        });
        Create.Table("owners", t => t.String("name").NotNull());
        foreach (var table in new[] { "things", "toys" })
        {
            Create.Table(table, t =>
            {
                t.String("name").NotNull();
                t.References("owner_id", "owners");
            });
        }

        Create.Table("badges", t =>
        {
            t.String("text").NotNull();
            t.References("owner_id", "owners");
        });
    }
}
