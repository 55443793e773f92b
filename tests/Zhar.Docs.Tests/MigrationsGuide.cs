using Zhar.Data.Migrations;

namespace Zhar.Docs.Tests.Migrations;

[Migration(20260106_101500)]
public sealed class CreateTeams : Migration
{
    public override void Change()
    {
        Create.Table("teams", t => t.String("name").NotNull());
        Create.Table("members", t =>
        {
            t.String("email").NotNull();
            t.Integer("age");
            t.References("team_id", "teams", onDelete: ReferenceAction.NilifyAll);
            t.Timestamps();
        });
        Create.UniqueIndex("members", "email");
        Create.Check("members", "age_positive", "age > 0");
    }
}
