using Zhar.Data.Migrations;

namespace Showcase.Migrations;

[Migration(20260401_090000)]
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
            t.String("password_hash", 200);
            t.Timestamps();
        });
        Create.UniqueIndex("users", "email");
        Create.Index("users", "name");
    }
}
