using Zhar.Data.Migrations;

namespace Accounts.Migrations;

[Migration(20260105_101500)]
public sealed class CreateUsers : Migration
{
    public override void Change()
    {
        Create.Table("users", t =>
        {
            t.String("name", 80).NotNull();
            t.String("email", 160).NotNull();
            t.Integer("age");
            t.Boolean("is_active").NotNull().Default(true);
            t.Timestamps();
        });
        Create.UniqueIndex("users", "email");
        Create.Index("users", "name");
    }
}
