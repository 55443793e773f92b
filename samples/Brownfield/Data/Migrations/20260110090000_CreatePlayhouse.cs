using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Playhouse.Data.Migrations;

[DbContext(typeof(PlayhouseContext))]
[Migration("20260110090000_CreatePlayhouse")]
public sealed class CreatePlayhouse : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.CreateTable(
            name: "Customers",
            columns: table => new
            {
                Id = table.Column<int>(type: "INTEGER", nullable: false).Annotation("Sqlite:Autoincrement", true),
                Name = table.Column<string>(type: "TEXT", nullable: false),
                PasswordHash = table.Column<string>(type: "TEXT", nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_Customers", x => x.Id));
        migrationBuilder.CreateTable(
            name: "Shows",
            columns: table => new
            {
                Id = table.Column<int>(type: "INTEGER", nullable: false).Annotation("Sqlite:Autoincrement", true),
                Title = table.Column<string>(type: "TEXT", nullable: false),
                Starts = table.Column<DateTime>(type: "TEXT", nullable: false),
                Rows = table.Column<int>(type: "INTEGER", nullable: false),
                SeatsInRow = table.Column<int>(type: "INTEGER", nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_Shows", x => x.Id));
        migrationBuilder.CreateTable(
            name: "Bookings",
            columns: table => new
            {
                Id = table.Column<int>(type: "INTEGER", nullable: false).Annotation("Sqlite:Autoincrement", true),
                ShowId = table.Column<int>(type: "INTEGER", nullable: false),
                Seat = table.Column<string>(type: "TEXT", nullable: false),
                Customer = table.Column<string>(type: "TEXT", nullable: false),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_Bookings", x => x.Id);
                table.ForeignKey("FK_Bookings_Shows_ShowId", x => x.ShowId, "Shows", "Id", onDelete: ReferentialAction.Cascade);
            });
        migrationBuilder.CreateIndex("IX_Bookings_ShowId_Seat", "Bookings", ["ShowId", "Seat"], unique: true);
        migrationBuilder.CreateIndex("IX_Customers_Name", "Customers", "Name", unique: true);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.DropTable("Bookings");
        migrationBuilder.DropTable("Customers");
        migrationBuilder.DropTable("Shows");
    }
}
